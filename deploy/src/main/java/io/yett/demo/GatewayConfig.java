package io.yett.demo;

import io.yett.lab.SiteToSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The gateway's configuration file for the demo's network.
 *
 * @param driver the DPDK driver of both ports, e.g. {@code net_af_xdp}
 * @param shape of the lane: {@code fused} or {@code pipelined}
 * @param folder where the file and the admin socket go
 * @param channel the SA channel's file
 * @param proposals of IKE and ESP
 * @param auth how the ends prove who they are
 * @param credentials certificates; null without
 */
record GatewayConfig(
    String driver,
    String shape,
    Path folder,
    Path channel,
    Proposals proposals,
    DemoAuth auth,
    DemoAuth.Credentials credentials) {
  /** Names of the one connection and its one child. */
  static final String CONNECTION = "blue";

  static final String CHILD = "net";
  static final String LOCAL_ID = "red.example";
  static final String REMOTE_ID = "blue.example";

  /** Short, so that the demo need not wait long; a real gateway asks less often. */
  static final int DPD_SECONDS = 3;

  /** Mebibytes of DPDK's memory. */
  static final int MEMORY = 256;

  Path file() {
    return folder.resolve("yett.yaml");
  }

  Path runDirectory() {
    return folder.resolve("run");
  }

  Path adminSocket() {
    return runDirectory().resolve("control.sock");
  }

  /** Writes the file and the secrets, all 0600. */
  void write(String secret, String postQuantumSecret) throws IOException {
    Path psk = folder.resolve("blue.psk");
    Path ppk = folder.resolve("blue.ppk");
    writePrivate(psk, secret + "\n");
    writePrivate(ppk, postQuantumSecret + "\n");
    writePrivate(file(), text(psk, ppk));
  }

  private static void writePrivate(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }

  private String text(Path psk, Path ppk) {
    return """
    version: 1

    dataplane:
      eal: {hugepages: auto, memory: %d}
      lane: {shape: %s, idle: backoff}
      ports:
        - name: red
          device: %s0,iface=%s
          addresses: [%s/24]
        - name: black
          device: %s1,iface=%s
          addresses: [%s/24]
      metrics: 127.0.0.1:9471

    channel: %s
    run-directory: %s

    controlplane:
      metrics: 127.0.0.1:9472
      ike:
        retransmit: {initial-seconds: 0.5, factor: 1.5, limit: 4}

    connections:
      - name: %s
        local: {address: %s, id: %s%s}
        remote: {address: %s, id: %s%s}
    %s    proposals: [%s]
        dpd-seconds: %d
        children:
          - name: %s
            local: [%s]
            remote: [%s]
            proposals: [%s-esn, %s-noesn]
            start: start
            dpd: restart
    """
        .formatted(
            MEMORY,
            shape,
            driver,
            SiteToSite.GATEWAY_RED_LINK,
            SiteToSite.RED_GATEWAY,
            driver,
            SiteToSite.GATEWAY_BLACK_LINK,
            SiteToSite.GATEWAY_OUTER,
            channel,
            runDirectory(),
            CONNECTION,
            SiteToSite.GATEWAY_OUTER,
            LOCAL_ID,
            auth.localKeys(credentials),
            SiteToSite.PEER_OUTER,
            REMOTE_ID,
            auth.remoteKeys(credentials),
            auth.connectionKeys(psk, ppk),
            proposals.ike(),
            DPD_SECONDS,
            CHILD,
            SiteToSite.RED_NET,
            SiteToSite.BLUE_NET,
            proposals.esp(),
            proposals.esp());
  }
}

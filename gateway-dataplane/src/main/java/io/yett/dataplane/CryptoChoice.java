package io.yett.dataplane;

import io.yett.dataplane.config.EspSuite;
import io.yett.dataplane.config.GatewayConfig;
import io.yett.dataplane.config.LaneConfig;
import io.yett.dpdk.CryptoDevice;
import io.yett.dpdk.DpdkException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Opens the crypto device: one that offers every algorithm of the file. Control thread. */
final class CryptoChoice {
  /** By preference. */
  private static final List<String> CHOICES =
      List.of(
          CryptoDevice.MULTI_BUFFER, "crypto_aesni_gcm0", "crypto_aesni_mb0", "crypto_openssl0");

  private CryptoChoice() {}

  /** The suites of SAs by hand, and all that the children's proposals allow. */
  static Set<EspSuite> suites(GatewayConfig config) {
    Set<EspSuite> suites = new LinkedHashSet<>();
    config.dataplane().manualSas().forEach(sa -> suites.add(sa.suite()));
    config.connections().stream()
        .flatMap(connection -> connection.children().stream())
        .flatMap(child -> child.proposals().stream())
        .forEach(proposal -> suites.addAll(EspSuite.ofProposal(proposal)));
    if (suites.isEmpty()) {
      suites.addAll(EspSuite.ofProposal("aes128gcm16"));
    }
    return suites;
  }

  /**
   * Opens a device, not configured yet.
   *
   * @param wanted its name, or {@link LaneConfig#CRYPTO_AUTO}
   * @param suites what it must offer
   * @throws StartException that names the algorithms without a device
   */
  static CryptoDevice open(String wanted, Set<EspSuite> suites) {
    return wanted.equals(LaneConfig.CRYPTO_AUTO) ? choose(suites) : named(wanted, suites);
  }

  private static CryptoDevice named(String wanted, Set<EspSuite> suites) {
    CryptoDevice device = CryptoDevice.open(wanted);
    List<EspSuite> missing = missing(device, suites);
    if (!missing.isEmpty()) {
      device.close();
      throw new StartException(
          "crypto device "
              + wanted
              + " does not offer "
              + names(missing)
              + ", which the file configures; remedy: set dataplane.lane.crypto to auto, or leave"
              + " these algorithms out");
    }
    return device;
  }

  private static CryptoDevice choose(Set<EspSuite> suites) {
    List<String> reasons = new ArrayList<>();
    Set<EspSuite> nowhere = new LinkedHashSet<>(suites);
    for (String choice : CHOICES) {
      try {
        CryptoDevice device = CryptoDevice.open(choice);
        List<EspSuite> missing = missing(device, suites);
        if (missing.isEmpty()) {
          return device;
        }
        reasons.add(choice + " lacks " + names(missing));
        nowhere.retainAll(missing);
        device.close();
      } catch (DpdkException e) {
        reasons.add(e.getMessage());
      }
    }
    throw new StartException(
        (nowhere.isEmpty()
                ? "no crypto device alone offers all algorithms of the file"
                : "no crypto device offers " + names(nowhere))
            + " ("
            + String.join("; ", reasons)
            + "); remedy: install DPDK's crypto drivers, or leave these algorithms out");
  }

  private static List<EspSuite> missing(CryptoDevice device, Set<EspSuite> suites) {
    return suites.stream()
        .filter(suite ->
            !device.supports(EspTransforms.of(suite, false))
                || !device.supports(EspTransforms.of(suite, true)))
        .toList();
  }

  private static String names(Iterable<EspSuite> suites) {
    List<String> names = new ArrayList<>();
    suites.forEach(suite -> names.add(suite.toString()));
    return String.join(", ", names);
  }
}

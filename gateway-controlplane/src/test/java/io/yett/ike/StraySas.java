package io.yett.ike;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.EncryptionAlgorithm;
import io.yett.dataplane.sachannel.PacketTuple;
import io.yett.dataplane.sachannel.ReqIds;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaLifetime;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.ike.engine.EngineSettings;
import io.yett.ike.install.DataplaneInventory;
import io.yett.ike.install.DataplaneLink;
import io.yett.ike.install.DataplaneListener;
import io.yett.ike.install.InstallCallback;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A control plane that installs a pair of SAs, and one like a manual SA, and dies without a trace.
 */
final class StraySas {
  private static final int IKE_REQ_ID = EngineSettings.DEFAULT.firstReqId();

  private StraySas() {}

  static void leave(Path channel) {
    AtomicInteger answers = new AtomicInteger();
    InstallCallback count =
        (error, text) -> {
          assertThat(error).as(text).isEqualTo(CommandError.NONE);
          answers.incrementAndGet();
        };
    try (DataplaneLink link = new DataplaneLink(channel, new Deaf())) {
      TestGateway.await("attached", () -> link.poll(10) >= 0 && link.ready());
      link.installInbound(spec(SaDirection.INBOUND, 0x5001, IKE_REQ_ID), count);
      link.installOutbound(spec(SaDirection.OUTBOUND, 0x5002, IKE_REQ_ID), count);
      link.installInbound(spec(SaDirection.INBOUND, 0x5003, ReqIds.FIRST_MANUAL), count);
      TestGateway.await("installed", () -> link.poll(10) >= 0 && answers.get() == 3);
    }
  }

  private static SaSpec spec(SaDirection direction, int spi, int reqId) {
    InetAddress any = InetAddress.ofLiteral("192.0.2.9");
    List<TrafficSelector> selectors = List.of(TrafficSelector.ofRange(any, any));
    return new SaSpec(
        direction,
        spi,
        reqId,
        "stray",
        EncryptionAlgorithm.AES_GCM_16,
        HexFormat.of().parseHex("00112233445566778899aabbccddeeff01020304"),
        any,
        any,
        null,
        false,
        64,
        SaLifetime.UNLIMITED,
        selectors,
        selectors);
  }

  private static final class Deaf implements DataplaneListener {
    @Override
    public void onReady(DataplaneInventory inventory, boolean restarted) {}

    @Override
    public void onLost(String reason) {}

    @Override
    public void onIkeDatagram(
        InetAddress localAddress,
        int localPort,
        InetAddress remoteAddress,
        int remotePort,
        byte[] message,
        long receivedNanos) {}

    @Override
    public void onAcquire(int reqId, PacketTuple packet) {}

    @Override
    public void onExpire(boolean inbound, int spi, int reqId, boolean hard) {}

    @Override
    public void onPeerMoved(int spi, int reqId, InetAddress remoteAddress, int remotePort) {}
  }
}

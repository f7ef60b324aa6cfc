package io.yett.perf.jmh;

import io.yett.dataplane.sachannel.EncryptionAlgorithm;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaLifetime;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.dataplane.sad.CryptoSessions;
import io.yett.dataplane.sad.Sa;
import io.yett.dataplane.sad.Sad;
import io.yett.dataplane.sad.SadException;
import io.yett.dpdk.HugeMemory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.agrona.concurrent.SystemNanoClock;

/** SAs for benchmarks. */
final class Sas {
  private static final int SPI = 0x1001;
  private static final int KEY_AND_SALT = 20;

  private Sas() {}

  /** An outbound SA in memory of its own; it has no crypto session. */
  static Sa outbound(HugeMemory memory) throws SadException {
    CryptoSessions sessions =
        new CryptoSessions() {
          @Override
          public long create(SaSpec spec) {
            return 0;
          }

          @Override
          public void destroy(long session) {}
        };
    return new Sad(memory, sessions, SystemNanoClock.INSTANCE, 1, () -> 0)
        .create(spec(SaDirection.OUTBOUND));
  }

  /** AES-128-GCM between two sites. */
  static SaSpec spec(SaDirection direction) {
    return new SaSpec(
        direction,
        SPI,
        1,
        "benchmark",
        EncryptionAlgorithm.AES_GCM_16,
        new byte[KEY_AND_SALT],
        address(192, 0, 2, 1),
        address(192, 0, 2, 2),
        null,
        true,
        0,
        SaLifetime.UNLIMITED,
        List.of(net(1)),
        List.of(net(2)));
  }

  private static TrafficSelector net(int second) {
    return TrafficSelector.ofRange(address(10, second, 0, 0), address(10, second, 255, 255));
  }

  private static InetAddress address(int a, int b, int c, int d) {
    try {
      return InetAddress.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four octets are an address", e);
    }
  }
}

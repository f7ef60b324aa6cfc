package io.yett.dataplane.run;

import io.yett.dataplane.sachannel.EncryptionAlgorithm;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaLifetime;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.Samples;
import io.yett.dataplane.sachannel.TrafficSelector;
import java.util.List;
import java.util.Random;

/** The SAs of a tunnel between site 1 and site 2, as each site's control plane installs them. */
final class TunnelSas {
  static final int REQ_ID = 1;

  private TunnelSas() {}

  private static List<TrafficSelector> network(int site) {
    return List.of(
        TrafficSelector.ofRange(Samples.v4(10, site, 0, 0), Samples.v4(10, site, 255, 255)));
  }

  /** The key is made of the SPI, so that both ends have the same. */
  static SaSpec sa(int site, SaDirection direction, int spi) {
    byte[] key = new byte[20];
    new Random(spi).nextBytes(key);
    int peer = 3 - site;
    return new SaSpec(
        direction,
        spi,
        REQ_ID,
        "site/net",
        EncryptionAlgorithm.AES_GCM_16,
        key,
        Samples.v4(192, 0, 2, site),
        Samples.v4(192, 0, 2, peer),
        null,
        true,
        1024,
        SaLifetime.UNLIMITED,
        network(site),
        network(peer));
  }

  static PolicySpec policy(int site) {
    return new PolicySpec(
        "site/net", 100, PolicyAction.PROTECT, REQ_ID, network(site), network(3 - site));
  }
}

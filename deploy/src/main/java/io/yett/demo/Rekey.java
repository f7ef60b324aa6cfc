package io.yett.demo;

import io.yett.lab.LabException;
import io.yett.lab.Waiting;
import java.time.Duration;
import java.util.function.Supplier;

/** Rekeying from either side, seen to have changed the keys. */
final class Rekey {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(50);

  /** The gateway rekeys the Child SA; the old and the new SPI. */
  static String childByGateway(Stage stage) {
    return changing(
        stage::outboundSpi,
        stage,
        () ->
            stage
                .admin()
                .operate(GatewayConfig.CONNECTION, "rekey?child=" + GatewayConfig.CHILD, LIMIT));
  }

  /** The gateway rekeys the IKE SA. */
  static String ikeByGateway(Stage stage) {
    return changing(
        () -> stage.ikeSa().text("localSpi"),
        stage,
        () -> stage.admin().operate(GatewayConfig.CONNECTION, "rekey?ike=true", LIMIT));
  }

  /** The peer rekeys the Child SA. */
  static String childByPeer(Stage stage) {
    return changing(stage::outboundSpi, stage, () -> stage.peer().rekeyChild(GatewayConfig.CHILD));
  }

  /** The peer rekeys the IKE SA. */
  static String ikeByPeer(Stage stage) {
    return changing(
        () -> stage.ikeSa().text("localSpi"),
        stage,
        () -> stage.peer().rekeyIke(GatewayConfig.CHILD));
  }

  private static String changing(Supplier<String> spi, Stage stage, Runnable rekey) {
    String before = spi.get();
    rekey.run();
    boolean changed =
        Waiting.until(LIMIT, POLL, () -> !spi.get().equals(before) && stage.isTunnelUp());
    if (!changed) {
      throw new LabException(
          "no new keys within %d s: the SPI is %s, was %s"
              .formatted(LIMIT.toSeconds(), spi.get(), before));
    }
    return "SPI " + before + " -> " + spi.get();
  }

  private Rekey() {}
}

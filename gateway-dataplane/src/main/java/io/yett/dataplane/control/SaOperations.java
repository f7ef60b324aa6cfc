package io.yett.dataplane.control;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Requests for SAs: each is checked against the master copy, given to the lanes, and booked when
 * every lane has it. SAs of the configuration file (manual keys) are not in the master copy, so a
 * control plane cannot touch them. Owned by the control thread.
 */
final class SaOperations {
  private final PacketEngine engine;
  private final ControlState state;

  SaOperations(PacketEngine engine, ControlState state) {
    this.engine = engine;
    this.state = state;
  }

  /** Installs an SA; its keys are wiped when this returns. */
  void install(SaSpec spec, Completion completion) {
    if (!state.addSa(spec)) {
      spec.wipe();
      completion.done(CommandError.SPI_IN_USE, spec + " is installed already");
      return;
    }
    try {
      engine.installSa(
          spec,
          (error, text) -> {
            if (error != CommandError.NONE) {
              state.removeSa(spec.direction(), spec.spi());
            }
            completion.done(error, text);
          });
    } catch (RuntimeException e) {
      state.removeSa(spec.direction(), spec.spi());
      throw e;
    } finally {
      spec.wipe();
    }
  }

  void activate(int reqId, int spi, Completion completion) {
    SaSpec spec = state.sa(SaDirection.OUTBOUND, spi);
    if (spec == null || spec.reqId() != reqId) {
      completion.done(
          CommandError.NOT_FOUND, "there is no outbound SA " + hex(spi) + " of reqId " + reqId);
      return;
    }
    engine.activateOutbound(
        reqId,
        spi,
        (error, text) -> {
          if (error == CommandError.NONE) {
            state.setActiveOutbound(reqId, spi);
          }
          completion.done(error, text);
        });
  }

  void remove(SaDirection direction, int spi, Completion completion) {
    if (state.sa(direction, spi) == null) {
      completion.done(
          CommandError.NOT_FOUND, "no control plane installed an " + direction + " SA " + hex(spi));
      return;
    }
    engine.removeSa(
        direction,
        spi,
        (error, text) -> {
          if (error == CommandError.NONE || error == CommandError.NOT_FOUND) {
            state.removeSa(direction, spi);
          }
          completion.done(error, text);
        });
  }

  void updatePeer(int reqId, InetAddress address, int port, Completion completion) {
    if (address instanceof Inet6Address ipv6) {
      engine.updatePeer(reqId, ipv6, port, completion);
      return;
    }
    byte[] octets = address.getAddress();
    int hostOrder =
        (octets[0] & 0xFF) << 24
            | (octets[1] & 0xFF) << 16
            | (octets[2] & 0xFF) << 8
            | (octets[3] & 0xFF);
    engine.updatePeer(reqId, hostOrder, port, completion);
  }

  private static String hex(int spi) {
    return "0x" + Integer.toHexString(spi);
  }
}

package io.yett.ike.install;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;

/**
 * The one place that knows the order in which SAs of a Child SA come and go, so that no packet is
 * lost at a rekey (RFC 7296 §2.8):
 *
 * <pre>
 *   {@link #open}    new inbound installed, acknowledged by every lane
 *                    -> (the IKE response may leave)
 *   {@link #turn}    new outbound installed, then activated
 *                    -> (the old SA's Delete may be sent)
 *   {@link #retire}  old outbound removed, then old inbound
 * </pre>
 *
 * A step that fails undoes nothing of an earlier step: the old SAs still carry the traffic.
 */
public final class ChildSaSwitch {
  private final SaInstaller installer;

  public ChildSaSwitch(SaInstaller installer) {
    this.installer = installer;
  }

  /** Step 1. From the callback on, the peer may use the new inbound SA. */
  public void open(SaSpec newInbound, InstallCallback callback) {
    installer.installInbound(newInbound, callback);
  }

  /** Step 2. At the callback every lane sends with the new outbound SA. */
  public void turn(SaSpec newOutbound, InstallCallback callback) {
    int reqId = newOutbound.reqId();
    int spi = newOutbound.spi();
    installer.installOutbound(
        newOutbound,
        (error, text) -> {
          if (error != CommandError.NONE) {
            callback.done(error, text);
          } else {
            installer.activateOutbound(reqId, spi, callback);
          }
        });
  }

  /** Steps 1 and 2 at once, for the side that already knows both. */
  public void openAndTurn(SaSpec newInbound, SaSpec newOutbound, InstallCallback callback) {
    open(
        newInbound,
        (error, text) -> {
          if (error != CommandError.NONE) {
            newOutbound.wipe();
            callback.done(error, text);
          } else {
            turn(newOutbound, callback);
          }
        });
  }

  /**
   * Step 3, when the peer has stopped using the old pair. Both are tried; the callback has the
   * first failure.
   */
  public void retire(int oldInboundSpi, int oldOutboundSpi, InstallCallback callback) {
    installer.remove(
        SaDirection.OUTBOUND,
        oldOutboundSpi,
        (outboundError, outboundText) ->
            installer.remove(
                SaDirection.INBOUND,
                oldInboundSpi,
                (error, text) -> {
                  if (outboundError != CommandError.NONE) {
                    callback.done(outboundError, outboundText);
                  } else {
                    callback.done(error, text);
                  }
                }));
  }
}

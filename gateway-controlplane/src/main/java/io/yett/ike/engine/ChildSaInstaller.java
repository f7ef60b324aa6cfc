package io.yett.ike.engine;

import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import java.net.InetSocketAddress;

/**
 * Carries SA and policy commands to the data plane. Called on the engine's thread; must not block.
 * Each command is answered once, by {@link IkeEngine#onCommandResult} with the command's token, on
 * the engine's thread and never from within the call itself. Commands are carried out in order.
 */
public interface ChildSaInstaller {

  /** Installs an inbound SA, which passes packets from the answer on. The engine wipes the spec. */
  void installInbound(long token, SaSpec spec);

  /** Installs an outbound SA that is not used yet. The engine wipes the spec. */
  void installOutbound(long token, SaSpec spec);

  /** Makes an installed outbound SA the one that its reqId uses. The previous one stays, unused. */
  void activateOutbound(long token, int reqId, int spi);

  /** Removes an SA. An answer that it is not there counts as done. */
  void remove(long token, SaDirection direction, int spi);

  /** Puts an SPD entry, or replaces the one of the same name. */
  void putPolicy(long token, PolicySpec policy);

  /** Removes an SPD entry by its name. */
  void removePolicy(long token, String name);

  /** Changes the peer's outer address and UDP port of all SAs of a reqId (RFC 7296 §2.23). */
  void updatePeer(long token, int reqId, InetSocketAddress remote);
}

package io.yett.dataplane.sad;

import io.yett.dataplane.sachannel.SaSpec;

/** Makes and ends crypto sessions. Control thread. */
public interface CryptoSessions {
  /**
   * Makes the session of an SA; its keys are copied into the device.
   *
   * @throws SadException if the device does not offer the algorithm or has no room
   */
  long create(SaSpec spec) throws SadException;

  /** Ends a session and wipes its keys; no operation uses it. */
  void destroy(long session);
}

package io.yett.ike.exchange;

import io.yett.ike.sa.IkeSa;

/** Keeps and takes back IKE SAs. */
public final class Checkpoint {
  private Checkpoint() {}

  static byte[] write(IkeSa sa, long now) {
    return new byte[0];
  }
}

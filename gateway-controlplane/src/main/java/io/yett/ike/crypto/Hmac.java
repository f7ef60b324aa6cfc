package io.yett.ike.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;

/** The JDK's HMAC with raw keys. */
final class Hmac {
  private Hmac() {}

  static Mac start(String name, byte[] key) {
    // JCA refuses an empty key. HMAC pads keys with zeros, so one zero octet is the same key.
    RawKey raw = new RawKey(name, key.length == 0 ? new byte[1] : key);
    try {
      Mac mac = Mac.getInstance(name);
      mac.init(raw);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks " + name, e);
    } finally {
      raw.destroy();
    }
  }
}

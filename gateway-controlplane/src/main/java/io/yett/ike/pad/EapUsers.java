package io.yett.ike.pad;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.yett.ike.crypto.MsChapV2;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Users with passwords for EAP-MSCHAPv2; of a password only its hash is kept. Not thread-safe. */
public final class EapUsers {
  /** Octets of a name that are accepted. */
  public static final int MAX_NAME = 253;

  private final Map<String, byte[]> hashes = new HashMap<>();

  /**
   * Adds a user; the caller wipes the password.
   *
   * @throws IllegalArgumentException for a name that is taken, empty, too long or a pattern
   */
  public void add(String name, char[] password) {
    if (name.isEmpty() || name.length() > MAX_NAME || identity(name).isPattern()) {
      throw new IllegalArgumentException("'" + name + "' is no name of a user");
    }
    if (hashes.putIfAbsent(name, MsChapV2.passwordHash(password)) != null) {
      throw new IllegalArgumentException("user " + name + " is there twice");
    }
  }

  /** The hash itself, not a copy; null if there is no such user. */
  public byte[] hash(String name) {
    return hashes.get(name);
  }

  /** The IKE identity of an authenticated user: a mail address, or a name as if of a domain. */
  public static Identity identity(String name) {
    return new Identity(
        name.indexOf('@') > 0 ? Identity.ID_RFC822_ADDR : Identity.ID_FQDN, name.getBytes(UTF_8));
  }

  /** Overwrites the hashes with zeros. */
  public void wipe() {
    hashes.values().forEach(hash -> Arrays.fill(hash, (byte) 0));
  }

  @Override
  public String toString() {
    return "EapUsers[" + hashes.size() + "]";
  }
}

package io.yett.ike.pad;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** An IKE identity (RFC 7296 §3.5): ID type and data. */
public final class Identity {
  public static final int ID_IPV4_ADDR = 1;
  public static final int ID_FQDN = 2;
  public static final int ID_RFC822_ADDR = 3;
  public static final int ID_IPV6_ADDR = 5;
  public static final int ID_DER_ASN1_DN = 9;
  public static final int ID_KEY_ID = 11;

  /** Octets of data that are accepted. */
  public static final int MAX_LENGTH = 1024;

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private final int type;
  private final byte[] data;

  /** Copies the data. */
  public Identity(int type, byte[] data) {
    if (data.length > MAX_LENGTH) {
      throw new IllegalArgumentException("an identity has at most " + MAX_LENGTH + " octets");
    }
    this.type = type;
    this.data = data.clone();
  }

  /**
   * Reads an identity as the configuration writes it: an IP address, {@code user@host}, {@code
   * key-id:text}, or a domain name.
   */
  public static Identity parse(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("an identity is empty");
    }
    if (text.startsWith("key-id:")) {
      return new Identity(ID_KEY_ID, text.substring("key-id:".length()).getBytes(UTF_8));
    }
    if (IPV4.matcher(text).matches() || text.indexOf(':') >= 0) {
      try {
        return ofAddress(InetAddress.getByName(text));
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException("not an IP address: " + text, e);
      }
    }
    return new Identity(text.indexOf('@') > 0 ? ID_RFC822_ADDR : ID_FQDN, text.getBytes(UTF_8));
  }

  /** The identity that is an address. */
  public static Identity ofAddress(InetAddress address) {
    byte[] octets = address.getAddress();
    return new Identity(octets.length == 4 ? ID_IPV4_ADDR : ID_IPV6_ADDR, octets);
  }

  public int type() {
    return type;
  }

  /** A copy of the data. */
  public byte[] data() {
    return data.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Identity that && type == that.type && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return 31 * type + Arrays.hashCode(data);
  }

  /** For people; octets that are not printable are shown as hex. */
  @Override
  public String toString() {
    if ((type == ID_IPV4_ADDR && data.length == 4) || (type == ID_IPV6_ADDR && data.length == 16)) {
      try {
        return InetAddress.getByAddress(data).getHostAddress();
      } catch (UnknownHostException e) {
        return HexFormat.of().formatHex(data);
      }
    }
    for (byte octet : data) {
      if (octet < 0x20 || octet > 0x7e) {
        return "type " + type + " 0x" + HexFormat.of().formatHex(data);
      }
    }
    String text = new String(data, UTF_8);
    return switch (type) {
      case ID_FQDN, ID_RFC822_ADDR -> text;
      case ID_KEY_ID -> "key-id:" + text;
      default -> "type " + type + " " + text;
    };
  }
}

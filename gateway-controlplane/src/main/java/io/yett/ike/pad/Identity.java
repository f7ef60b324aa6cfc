package io.yett.ike.pad;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An IKE identity (RFC 7296 §3.5): ID type and data; or, as the configuration may have it for a
 * peer, a pattern that many identities match.
 */
public final class Identity {
  public static final int ID_IPV4_ADDR = 1;
  public static final int ID_FQDN = 2;
  public static final int ID_RFC822_ADDR = 3;
  public static final int ID_IPV6_ADDR = 5;
  public static final int ID_DER_ASN1_DN = 9;
  public static final int ID_KEY_ID = 11;

  /** The pattern that every identity matches. Its type is reserved, so no peer can have it. */
  public static final Identity ANY = new Identity(0, new byte[0]);

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
   * key-id:text} (or {@code key-id:0x} and hexadecimal), a domain name, or a distinguished name
   * with its parts in the order of the certificate ({@code C=CH, O=Example, CN=red}). A pattern is
   * {@code any}, {@code *.host}, {@code *@host}, or a distinguished name with {@code *} for a
   * value.
   */
  public static Identity parse(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("an identity is empty");
    }
    if (text.equals("any") || text.equals("%any")) {
      return ANY;
    }
    if (text.startsWith("key-id:0x")) {
      String digits = text.substring("key-id:0x".length());
      return new Identity(ID_KEY_ID, HexFormat.of().parseHex(digits));
    }
    if (text.startsWith("key-id:")) {
      return new Identity(ID_KEY_ID, text.substring("key-id:".length()).getBytes(UTF_8));
    }
    if (text.indexOf('=') > 0) {
      return new Identity(ID_DER_ASN1_DN, DistinguishedName.parse(text));
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

  /** Whether it stands for many. */
  public boolean isPattern() {
    return switch (type) {
      case 0 -> true;
      case ID_FQDN -> startsWith("*.");
      case ID_RFC822_ADDR -> startsWith("*@");
      case ID_DER_ASN1_DN -> DistinguishedName.hasWildcard(data);
      default -> false;
    };
  }

  /**
   * Whether a peer's identity is this one, or of this pattern. Domain and mail names are compared
   * without regard to case, distinguished names as RFC 5280 §7.1 says.
   */
  public boolean matches(Identity peer) {
    if (type == 0) {
      return peer.type != 0;
    }
    if (type != peer.type) {
      return false;
    }
    return switch (type) {
      case ID_FQDN, ID_RFC822_ADDR -> {
        String ours = text();
        String theirs = peer.text();
        yield isPattern()
            ? theirs.length() >= ours.length() && theirs.endsWith(ours.substring(1))
            : theirs.equals(ours);
      }
      case ID_DER_ASN1_DN -> DistinguishedName.matches(data, peer.data);
      default -> equals(peer);
    };
  }

  /** Equal for identities that {@link #matches} each other, none of them a pattern. */
  String key() {
    return switch (type) {
      case ID_FQDN, ID_RFC822_ADDR -> type + " " + text();
      case ID_DER_ASN1_DN -> type + " " + DistinguishedName.key(data);
      default -> type + " " + HexFormat.of().formatHex(data);
    };
  }

  private boolean startsWith(String prefix) {
    return new String(data, UTF_8).startsWith(prefix);
  }

  private String text() {
    return new String(data, UTF_8).toLowerCase(Locale.ROOT);
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
    if (type == 0 && data.length == 0) {
      return "any";
    }
    if (type == ID_DER_ASN1_DN) {
      return DistinguishedName.text(data)
          .orElseGet(() -> "type " + type + " 0x" + HexFormat.of().formatHex(data));
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

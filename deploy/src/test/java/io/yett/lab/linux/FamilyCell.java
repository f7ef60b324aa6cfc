package io.yett.lab.linux;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One tunnel between Yett and the kernel in which IPv6 is inside, outside or both, with fresh keys.
 *
 * @param number unique, 1..254
 * @param inner whether IPv6 is inside
 * @param outer whether IPv6 is outside
 * @param udp whether ESP is in UDP (RFC 3948)
 */
record FamilyCell(
    int number,
    boolean inner,
    boolean outer,
    boolean udp,
    LinuxSuite suite,
    String toLinux,
    String fromLinux) {
  private static final int FIRST_SPI_TO_LINUX = 0x1000;
  private static final int FIRST_SPI_FROM_LINUX = 0x2000;

  /** A combined-mode and a chained suite, over each pair of families but the one of IPv4 alone. */
  static List<FamilyCell> all() {
    List<FamilyCell> cells = new ArrayList<>();
    for (LinuxSuite suite : LinuxSuite.all()) {
      if (suite.name().equals("aes128gcm16") || suite.name().equals("aes128-sha256")) {
        for (int i = 0; i < 6; i++) {
          boolean inner = i % 3 != 1;
          boolean outer = i % 3 != 0;
          int number = cells.size() + 1;
          cells.add(new FamilyCell(number, inner, outer, i >= 3, suite, key(suite), key(suite)));
        }
      }
    }
    return cells;
  }

  private static String key(LinuxSuite suite) {
    byte[] key = new byte[suite.keyOctets()];
    new SecureRandom().nextBytes(key);
    return HexFormat.of().formatHex(key);
  }

  private int spiToLinux() {
    return FIRST_SPI_TO_LINUX + number;
  }

  private int spiFromLinux() {
    return FIRST_SPI_FROM_LINUX + number;
  }

  /** The guest's address inside the tunnel. */
  String inside() {
    return inner ? "2001:db8:2:" + number + "::1" : "10.2." + number + ".1";
  }

  private String network() {
    return inner ? "2001:db8:2:" + number + "::/64" : "10.2." + number + ".0/24";
  }

  private String redNetwork() {
    return inner ? FamilySite.RED_NET6 : FamilySite.RED_NET4;
  }

  /** The red host's address. */
  String redHost() {
    return inner ? FamilySite.RED_HOST6 : FamilySite.RED_HOST4;
  }

  private String yettOuter() {
    return outer ? FamilySite.GATEWAY_OUTER6 : FamilySite.GATEWAY_OUTER4;
  }

  private String linuxOuter() {
    return outer ? FamilySite.GUEST_OUTER6 : FamilySite.GUEST_OUTER4;
  }

  /** The entry of {@code manual-sas} in Yett's file. */
  String yett() {
    return """
        - name: cell%d
          local-address: "%s"
          remote-address: "%s"
          encryption: %s
          outbound: {spi: 0x%x, key: "%s"}
          inbound: {spi: 0x%x, key: "%s"}
          esn: true
          replay-window: 128
          local: ["%s"]
          remote: ["%s"]%s
    """
        .formatted(
            number,
            yettOuter(),
            linuxOuter(),
            suite.name(),
            spiToLinux(),
            toLinux,
            spiFromLinux(),
            fromLinux,
            redNetwork(),
            network(),
            udp ? "\n      udp-encapsulation: {}" : "");
  }

  /** The shell commands that make the same in the guest. */
  String linux() {
    String template =
        """
        ip address add INSIDE dev lo
        ip xfrm state add src YETT dst LINUX proto esp spi TO reqid N mode tunnel FORM TO_WORDS
        ip xfrm state add src LINUX dst YETT proto esp spi FROM reqid N mode tunnel FORM FROM_WORDS
        ip xfrm policy add src RED dst NET dir in tmpl src YETT dst LINUX proto esp reqid N mode tunnel
        ip xfrm policy add src NET dst RED dir out tmpl src LINUX dst YETT proto esp reqid N mode tunnel
        """;
    String encap = " encap espinudp 4500 4500 " + (outer ? "::" : "0.0.0.0");
    return template
        .replace("INSIDE", inside() + (inner ? "/128 nodad" : "/32"))
        .replace("FORM", "replay-window 128 flag esn af-unspec" + (udp ? encap : ""))
        .replace("TO_WORDS", suite.wordsWith(toLinux))
        .replace("FROM_WORDS", suite.wordsWith(fromLinux))
        .replace("TO", Integer.toString(spiToLinux()))
        .replace("FROM", Integer.toString(spiFromLinux()))
        .replace("YETT", yettOuter())
        .replace("LINUX", linuxOuter())
        .replace("RED", redNetwork())
        .replace("NET", network())
        .replace("reqid N", "reqid " + number);
  }

  /** For people; without the keys. */
  @Override
  public String toString() {
    return (inner ? "IPv6" : "IPv4")
        + " in IPv"
        + (outer ? "6" : "4")
        + (udp ? ", ESP in UDP, " : ", ESP, ")
        + suite.name();
  }
}

package io.yett.lab.linux;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One tunnel between Yett and the kernel: a combination of algorithms and forms, with fresh keys.
 *
 * @param number unique, 1..254
 * @param esn whether sequence numbers have 64 bits
 * @param udp whether ESP is in UDP (RFC 3948)
 * @param toLinux key material of what Yett sends, in hex
 * @param fromLinux key material of what the kernel sends, in hex
 */
record EspCell(
    int number, LinuxSuite suite, boolean esn, boolean udp, String toLinux, String fromLinux)
    implements LinuxCell {
  private static final int FIRST_SPI_TO_LINUX = 0x1000;
  private static final int FIRST_SPI_FROM_LINUX = 0x2000;
  private static final int REPLAY_WINDOW = 128;

  /**
   * Where the kernel's numbers begin with ESN: 192 packets later they need more than 32 bits, so
   * Yett has to infer the high half (RFC 4303 appendix A).
   */
  private static final String NEAR_THE_HIGH_HALF = " replay-oseq 0xffffff40";

  /** Every suite with and without ESN, with and without UDP encapsulation. */
  static List<EspCell> all() {
    List<EspCell> cells = new ArrayList<>();
    for (LinuxSuite suite : LinuxSuite.all()) {
      for (boolean esn : new boolean[] {true, false}) {
        for (boolean udp : new boolean[] {false, true}) {
          String toLinux = randomKey(suite);
          cells.add(new EspCell(cells.size() + 1, suite, esn, udp, toLinux, randomKey(suite)));
        }
      }
    }
    return cells;
  }

  private static String randomKey(LinuxSuite suite) {
    byte[] key = new byte[suite.keyOctets()];
    new SecureRandom().nextBytes(key);
    return HexFormat.of().formatHex(key);
  }

  /** Whether this form is the one in which an algorithm is tried with every size. */
  boolean isPlainest() {
    return esn && !udp;
  }

  @Override
  public int spiToLinux() {
    return FIRST_SPI_TO_LINUX + number;
  }

  @Override
  public int spiFromLinux() {
    return FIRST_SPI_FROM_LINUX + number;
  }

  @Override
  public String protocol() {
    return "esp";
  }

  @Override
  public String outer() {
    return LinuxSite.GUEST_OUTER;
  }

  /** The guest's address inside the tunnel. */
  @Override
  public String inside() {
    return "10.2." + number + ".1";
  }

  private String network() {
    return "10.2." + number + ".0/24";
  }

  @Override
  public String yett() {
    return """
        - name: %s
          local-address: %s
          remote-address: %s
          encryption: %s
          outbound: {spi: 0x%x, key: "%s"}
          inbound: {spi: 0x%x, key: "%s"}
          esn: %s
          replay-window: %d
          local: [%s]
          remote: [%s]%s
    """
        .formatted(
            name(),
            LinuxSite.GATEWAY_OUTER,
            LinuxSite.GUEST_OUTER,
            suite.name(),
            spiToLinux(),
            toLinux,
            spiFromLinux(),
            fromLinux,
            esn,
            REPLAY_WINDOW,
            LinuxSite.RED_NET,
            network(),
            udp ? "\n      udp-encapsulation: {}" : "");
  }

  @Override
  public String linux() {
    String template =
        """
        ip address add INSIDE/32 dev lo
        ip xfrm state add src YETT dst LINUX proto esp spi TO reqid N mode tunnel FORM TO_WORDS
        ip xfrm state add src LINUX dst YETT proto esp spi FROM reqid N mode tunnel FORM START FROM_WORDS
        ip xfrm policy add src RED dst NET dir in tmpl src YETT dst LINUX proto esp reqid N mode tunnel
        ip xfrm policy add src NET dst RED dir out tmpl src LINUX dst YETT proto esp reqid N mode tunnel
        """;
    return template
        .replace("INSIDE", inside())
        .replace("FORM", words())
        .replace("START", esn ? NEAR_THE_HIGH_HALF : "")
        .replace("TO_WORDS", suite.wordsWith(toLinux))
        .replace("FROM_WORDS", suite.wordsWith(fromLinux))
        .replace("TO", Integer.toString(spiToLinux()))
        .replace("FROM", Integer.toString(spiFromLinux()))
        .replace("YETT", LinuxSite.GATEWAY_OUTER)
        .replace("LINUX", LinuxSite.GUEST_OUTER)
        .replace("RED", LinuxSite.RED_NET)
        .replace("NET", network())
        .replace("reqid N", "reqid " + number);
  }

  private String words() {
    return "replay-window "
        + REPLAY_WINDOW
        + (esn ? " flag esn" : "")
        + (udp ? " encap espinudp 4500 4500 0.0.0.0" : "");
  }

  private String name() {
    return "cell" + number;
  }

  /** All but the algorithms, for people. */
  String form() {
    return (udp ? "ESP in UDP" : "ESP") + (esn ? ", ESN" : ", 32-bit numbers");
  }

  /** For people; without the keys. */
  @Override
  public String toString() {
    return suite.name() + ", " + form();
  }
}

package io.yett.lab.linux;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * An SA pair between Yett and the kernel that is no plain ESP tunnel: AH in either mode, ESP in
 * transport mode, or an ESP tunnel with TFC padding. In transport mode the guest has an address of
 * its own on the link for each.
 *
 * @param number unique, 1..89, beside those of {@link EspCell}
 * @param suite as in Yett's file
 * @param words for {@code ip xfrm state}, with {@code {k}} in place of the key
 */
record FormCell(
    int number,
    boolean ah,
    boolean transport,
    boolean esn,
    boolean udp,
    String suite,
    String words,
    String toLinux,
    String fromLinux)
    implements LinuxCell {
  private static final int FIRST_SPI_TO_LINUX = 0x3000;
  private static final int FIRST_SPI_FROM_LINUX = 0x4000;
  private static final int FIRST_OUTER = 100;

  /** Octets up to which Yett pads the packets of an ESP tunnel. */
  static final int TFC_LENGTH = 1300;

  private static final int REPLAY_WINDOW = 64;

  /**
   * Where the kernel's numbers begin with ESN: further from 2^32 than the window is wide, for a
   * first number that is nearer is taken for one that was long ago (RFC 4303 appendix A2.2).
   */
  private static final String NEAR_THE_HIGH_HALF = " replay-oseq 0xffffffa0";

  /** Yett's name; octets of the key; what the kernel calls it. */
  private static final List<List<String>> AH_SUITES =
      List.of(
          List.of("sha256", "32", "auth-trunc 'hmac(sha256)' {k} 128"),
          List.of("sha384", "48", "auth-trunc 'hmac(sha384)' {k} 192"),
          List.of("sha512", "64", "auth-trunc 'hmac(sha512)' {k} 256"),
          List.of("sha1", "20", "auth-trunc 'hmac(sha1)' {k} 96"),
          List.of("aesxcbc", "16", "auth-trunc 'xcbc(aes)' {k} 96"),
          List.of("aescmac", "16", "auth-trunc 'cmac(aes)' {k} 96"));

  private static final List<List<String>> ESP_SUITES =
      List.of(
          List.of("aes128gcm16", "20", "aead 'rfc4106(gcm(aes))' {k} 128"),
          List.of("chacha20poly1305", "36", "aead 'rfc7539esp(chacha20,poly1305)' {k} 128"));

  /**
   * AH with every algorithm in both modes; ESP in transport mode, plain and in UDP; all with ESN
   * and without.
   */
  static List<FormCell> all() {
    List<FormCell> cells = new ArrayList<>();
    for (boolean esn : new boolean[] {true, false}) {
      for (List<String> suite : AH_SUITES) {
        add(cells, true, false, esn, false, suite);
        add(cells, true, true, esn, false, suite);
      }
      for (List<String> suite : ESP_SUITES) {
        add(cells, false, true, esn, false, suite);
        add(cells, false, true, esn, true, suite);
        add(cells, false, false, esn, false, suite);
      }
    }
    return cells;
  }

  private static void add(
      List<FormCell> cells,
      boolean ah,
      boolean transport,
      boolean esn,
      boolean udp,
      List<String> suite) {
    int octets = Integer.parseInt(suite.get(1));
    cells.add(
        new FormCell(
            cells.size() + 1,
            ah,
            transport,
            esn,
            udp,
            suite.get(0),
            suite.get(2),
            randomKey(octets),
            randomKey(octets)));
  }

  private static String randomKey(int octets) {
    byte[] key = new byte[octets];
    new SecureRandom().nextBytes(key);
    return HexFormat.of().formatHex(key);
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
    return ah ? "ah" : "esp";
  }

  /** The guest's address on the link. */
  @Override
  public String outer() {
    return transport ? "192.0.2." + (FIRST_OUTER + number) : LinuxSite.GUEST_OUTER;
  }

  /** The guest's address inside the tunnel. */
  @Override
  public String inside() {
    return "10.2." + (FIRST_OUTER + number) + ".1";
  }

  private String network() {
    return "10.2." + (FIRST_OUTER + number) + ".0/24";
  }

  @Override
  public String yett() {
    return """
        - name: form%d
          local-address: %s
          remote-address: %s
          protocol: %s
          mode: %s
          encryption: %s
          outbound: {spi: 0x%x, key: "%s"}
          inbound: {spi: 0x%x, key: "%s"}
          esn: %s
          replay-window: %d
          local: [%s]
          remote: [%s]%s%s
    """
        .formatted(
            number,
            LinuxSite.GATEWAY_OUTER,
            outer(),
            protocol(),
            transport ? "transport" : "tunnel",
            suite,
            spiToLinux(),
            toLinux,
            spiFromLinux(),
            fromLinux,
            esn,
            REPLAY_WINDOW,
            transport ? LinuxSite.GATEWAY_OUTER + "/32" : LinuxSite.RED_NET,
            transport ? outer() + "/32" : network(),
            udp ? "\n      udp-encapsulation: {keepalive-seconds: 0}" : "",
            tfc() ? "\n      tfc-length: " + TFC_LENGTH : "");
  }

  @Override
  public String linux() {
    String template =
        """
        ip address add ADDRESS dev DEVICE
        ip xfrm state add src YETT dst LINUX proto PROTO spi TO reqid N mode MODE FORM TO_WORDS
        ip xfrm state add src LINUX dst YETT proto PROTO spi FROM reqid N mode MODE FORM START FROM_WORDS
        ip xfrm policy add src HERE dst THERE dir in priority 2 tmpl src YETT dst LINUX proto PROTO reqid N mode MODE
        ip xfrm policy add src THERE dst HERE dir out priority 2 tmpl src LINUX dst YETT proto PROTO reqid N mode MODE
        """;
    return (udp ? template + OUTER_MAY_PASS : template)
        .replace("ADDRESS", transport ? outer() + "/24" : inside() + "/32")
        .replace("DEVICE", transport ? "eth0" : "lo")
        .replace("FORM", form())
        .replace("START", esn ? NEAR_THE_HIGH_HALF : "")
        .replace("TO_WORDS", words.replace("{k}", "0x" + toLinux))
        .replace("FROM_WORDS", words.replace("{k}", "0x" + fromLinux))
        .replace("PROTO", protocol())
        .replace("MODE", transport ? "transport" : "tunnel")
        .replace("TO", Integer.toString(spiToLinux()))
        .replace("FROM", Integer.toString(spiFromLinux()))
        .replace("YETT", LinuxSite.GATEWAY_OUTER)
        .replace("LINUX", outer())
        .replace("THERE", transport ? outer() : network())
        .replace("HERE", transport ? LinuxSite.GATEWAY_OUTER : LinuxSite.RED_NET)
        .replace("reqid N", "reqid " + (FIRST_OUTER + number));
  }

  /**
   * In transport mode the UDP datagram has the addresses of what is inside, so the policy would ask
   * that it be protected, too. IKE daemons have a bypass for their sockets in place of this.
   */
  private static final String OUTER_MAY_PASS =
      """
      ip xfrm policy add src YETT dst LINUX proto 17 sport 4500 dport 4500 dir in priority 1 action allow
      """;

  /**
   * AH over IPv4 is a multiple of 32 bits (RFC 4302 section 3.3.3.2.1), if the kernel is told so.
   */
  private String form() {
    return "replay-window "
        + REPLAY_WINDOW
        + (esn || ah ? " flag" : "")
        + (esn ? " esn" : "")
        + (ah ? " align4" : "")
        + (udp ? " encap espinudp 4500 4500 0.0.0.0" : "");
  }

  /** Whether it is an ESP tunnel, of which the kernel takes off the padding. */
  boolean tfc() {
    return !ah && !transport;
  }

  /** All but the algorithms, for people. */
  String name() {
    return (ah ? "AH" : udp ? "ESP in UDP" : "ESP")
        + (transport ? ", transport" : tfc() ? ", tunnel, TFC padding from Yett" : ", tunnel")
        + (esn ? ", ESN" : ", 32-bit numbers");
  }

  /** For people; without the keys. */
  @Override
  public String toString() {
    return suite + ", " + name();
  }
}

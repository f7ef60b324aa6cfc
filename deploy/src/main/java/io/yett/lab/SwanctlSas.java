package io.yett.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code swanctl --list-sas} shows.
 *
 * @param ikeSas the IKE SAs, in their order
 * @param childSas the Child SAs, in their order
 */
public record SwanctlSas(List<IkeSa> ikeSas, List<ChildSa> childSas) {
  // net: #1, ESTABLISHED, IKEv2, 8a67f6aab7ce8400_i* bc879199ce6c90b6_r
  private static final Pattern IKE =
      Pattern.compile("(\\S+): #\\d+, (\\w+), IKEv2, (\\w+)_i\\*? (\\w+)_r\\*?.*");
  //   net: #1, reqid 1, INSTALLED, TUNNEL-in-UDP, ESP:AES_GCM_16-256
  private static final Pattern CHILD =
      Pattern.compile("\\s+(\\S+): #\\d+, reqid \\d+, (\\w+), (\\S+), (ESP:\\S+).*");
  //     in  21f237b7,    252 bytes,     3 packets,     0s ago
  private static final Pattern SPI = Pattern.compile("\\s+(in|out)\\s+([0-9a-f]+)\\b.*");

  /** An IKE SA; the state is strongSwan's word for it, e.g. {@code ESTABLISHED}. */
  public record IkeSa(String name, String state, String initiatorSpi, String responderSpi) {}

  /** A Child SA; SPIs in hex, or empty if not yet known. */
  public record ChildSa(
      String name, String state, String mode, String suite, String inbound, String outbound) {}

  static SwanctlSas parse(String text) {
    List<IkeSa> ikeSas = new ArrayList<>();
    List<ChildSa> childSas = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher ike = IKE.matcher(line);
      Matcher child = CHILD.matcher(line);
      Matcher spi = SPI.matcher(line);
      if (ike.matches()) {
        ikeSas.add(new IkeSa(ike.group(1), ike.group(2), ike.group(3), ike.group(4)));
      } else if (child.matches()) {
        childSas.add(
            new ChildSa(child.group(1), child.group(2), child.group(3), child.group(4), "", ""));
      } else if (spi.matches() && !childSas.isEmpty()) {
        childSas.add(withSpi(childSas.removeLast(), spi.group(1), spi.group(2)));
      }
    }
    return new SwanctlSas(List.copyOf(ikeSas), List.copyOf(childSas));
  }

  private static ChildSa withSpi(ChildSa sa, String direction, String spi) {
    return direction.equals("in")
        ? new ChildSa(sa.name(), sa.state(), sa.mode(), sa.suite(), spi, sa.outbound())
        : new ChildSa(sa.name(), sa.state(), sa.mode(), sa.suite(), sa.inbound(), spi);
  }

  /** The Child SAs in use; a rekeyed one lingers for a while as {@code DELETED}. */
  public List<ChildSa> installed() {
    return childSas.stream().filter(sa -> sa.state().equals("INSTALLED")).toList();
  }

  /** Whether exactly one IKE SA is established with exactly one Child SA in use. */
  public boolean isOneTunnel() {
    return ikeSas.size() == 1
        && ikeSas.getFirst().state().equals("ESTABLISHED")
        && installed().size() == 1;
  }
}

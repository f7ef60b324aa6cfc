package io.yett.lab.linux;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes docs/interop-linux.md from the cells that the test runs. */
final class InteropTable {
  private static final String HEAD =
      """
      # Interoperability with the Linux kernel

      `LinuxEspInteropTest` (module `deploy`) boots Debian's kernel in QEMU, without KVM, behind a tap in a network
      namespace. `ip xfrm` gives it the keys of Yett's manual SAs. The kernel's package is downloaded into the user's cache
      and unpacked there, never installed. One boot serves all cells of the table; a cell is a tunnel of its own.

      In each cell, over the tunnel:

      - the host behind Yett asks for ICMP echoes with DF set, of every size from 0 octets up to the tunnel's MTU where the
        table says *every size*, otherwise of every seventh; each answer is compared octet for octet;
      - a larger packet is answered by "fragmentation needed", and the MTU told is the largest that the link can carry;
      - with DF clear it asks with up to 4000 octets: Yett cuts packets before encryption, and
        puts together the answers, which the kernel cuts after encryption;
      - the guest asks the host, too, and gets answers that were cut;
      - with ESN the kernel's sequence numbers cross 2^32 on the way;
      - a bystander on the link sees nothing but ESP, and none of the data;
      - 20 packets come again and 20 with a number further ahead, in each direction: the kernel counts them in
        `/proc/net/xfrm_stat` and `ip -s xfrm state` as replayed and as failed, Yett as `replay` and `auth_failed`, each just
        as often (RFC 4303 appendix A). Before, all of the kernel's error counters stand still. Afterwards good packets still
        pass.

      This table is written from the cells that the test runs; do not edit it.

      """;

  private static final String FORMS_HEAD =
      """

      ## AH, and transport mode

      `LinuxFormsInteropTest` does much the same with the other forms, in a second guest. AH in tunnel mode carries echoes of sizes up to
      the tunnel's MTU and of 4000 octets, both ways. In transport mode the guest asks Yett itself for echoes of up to 8000
      octets, which come in fragments of protected packets, and go so. With TFC padding all ESP packets to the kernel are longer than
      1300 octets, and the kernel takes the padding off. Nothing is seen on the link but the form's protocol.
      Packets that come again or are forged fall on both sides, counted. The kernel's AH has the flag `align4`: over IPv4 AH is a
      multiple of 32 bits. The kernel has no AES-GMAC for AH.

      """;

  static String write() {
    List<EspCell> first = forms();
    StringBuilder text = new StringBuilder(HEAD);
    text.append("| Suite | RFC | Mode");
    first.forEach(form -> text.append(" | ").append(form.form()));
    text.append(" |\n|---|---|---").append("|---".repeat(first.size())).append("|\n");
    for (LinuxSuite suite : LinuxSuite.all()) {
      text.append("| `%s` | %s | tunnel, IPv4 in IPv4".formatted(suite.name(), suite.rfcs()));
      for (EspCell form : first) {
        text.append(" | ").append(ran(suite, form));
      }
      text.append(" |\n");
    }
    return text.append(otherForms()).toString();
  }

  /** AH, and transport mode. */
  private static String otherForms() {
    StringBuilder text = new StringBuilder(FORMS_HEAD);
    Map<String, String> suitesByForm = new LinkedHashMap<>();
    FormCell.all()
        .forEach(cell ->
            suitesByForm.merge(
                cell.name(), "`" + cell.suite() + "`", (all, one) -> all + ", " + one));
    text.append("| Form | With |\n|---|---|\n");
    suitesByForm.forEach((form, suites) -> text.append("| %s | %s |\n".formatted(form, suites)));
    return text.toString();
  }

  /** One cell of each form. */
  private static List<EspCell> forms() {
    List<EspCell> all = EspCell.all();
    return all.stream().filter(cell -> cell.suite().equals(all.getFirst().suite())).toList();
  }

  private static String ran(LinuxSuite suite, EspCell form) {
    return EspCell.all().stream()
        .filter(cell -> cell.suite().equals(suite) && cell.form().equals(form.form()))
        .findFirst()
        .map(cell -> cell.isPlainest() ? "every size" : "yes")
        .orElse("no");
  }

  private InteropTable() {}
}

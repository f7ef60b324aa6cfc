package io.yett.lab.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yett.lab.Capture;
import io.yett.lab.Lab;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * AH in both modes and ESP in transport mode, against the Linux kernel; see docs/interop-linux.md.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LinuxFormsInteropTest {
  private static final List<FormCell> CELLS = FormCell.all();
  private static final int LINK_MTU = 1500;
  private static final int IP_AND_ICMP = 28;
  private static final int STEP = 13;

  /** So many that the kernel's numbers need more than 32 bits. */
  private static final int PINGS = 100;

  private static final int REPEATED = 10;
  private static final int AHEAD = 10_000;
  private static final int PROTOCOL = 14 + 9;

  @TempDir static Path runs;

  private static Lab lab;
  private static LinuxSite site;

  static List<FormCell> cells() {
    return CELLS;
  }

  @BeforeAll
  static void boot() throws Exception {
    Optional<String> obstacle = Lab.obstacle().or(LinuxGuest::obstacle);
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    lab = new Lab(runs, "yf");
    site = new LinuxSite(lab, CELLS);
  }

  @AfterAll
  static void shutDown() {
    if (lab != null) {
      lab.close();
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void packetsPassBothWaysAndOnlyOnce(FormCell cell) throws Exception {
    KernelCounters before = KernelCounters.of(site.guest(), cell);
    List<byte[]> frames;
    try (Capture link = site.capture("form" + cell.number())) {
      assertPacketsPass(cell);
      frames = link.stop();
    }
    KernelCounters passed = KernelCounters.of(site.guest(), cell);
    assertThat(passed).isEqualTo(new KernelCounters(before.errors(), 0, 0, cell.esn() ? 1 : 0));
    assertThat(frames)
        .filteredOn(LinuxFormsInteropTest::isIpv4)
        .allMatch(f -> isProtected(f, cell));

    List<EspFrame> toLinux = ofSpi(frames, cell.spiToLinux(), cell);
    List<EspFrame> toYett = ofSpi(frames, cell.spiFromLinux(), cell);
    if (cell.tfc()) {
      assertThat(toLinux).allMatch(frame -> frame.ipLength() > FormCell.TFC_LENGTH);
    }
    site.sendToGuest(repeated(toLinux));
    site.sendToGuest(forged(toLinux));
    KernelCounters after = KernelCounters.of(site.guest(), cell);
    assertThat(after.replayed()).isEqualTo(REPEATED);
    assertThat(after.failed()).isEqualTo(REPEATED);

    long replays = site.drops("replay");
    long failures = site.drops("auth_failed");
    site.sendToYett(repeated(toYett));
    site.sendToYett(forged(toYett));
    assertThat(site.awaitDrops("replay", replays + REPEATED)).as("%s", cell).isTrue();
    assertThat(site.awaitDrops("auth_failed", failures + REPEATED)).as("%s", cell).isTrue();
    assertThat(cell.transport() ? site.guestReachesYett(cell, 9) : site.guestReachesRed(cell, 9))
        .as("the forged numbers moved no replay window")
        .isTrue();
  }

  private static void assertPacketsPass(FormCell cell) {
    if (cell.transport()) {
      for (int size : new int[] {0, 1, 2, 3, 100, 1400, 1440, 1472, 1473, 4000, 8000}) {
        assertThat(site.guestReachesYett(cell, size))
            .as(() -> size + " octets from the guest; dropped: " + site.drops())
            .isTrue();
      }
      assertThat(site.guestReachesYettOften(cell, PINGS)).isTrue();
      return;
    }
    int size = LINK_MTU - IP_AND_ICMP;
    String told = site.sweep(cell, size, size, 1, false);
    assertThat(told).matches("too-big " + size + " \\d+\nanswered 0");
    int last =
        Integer.parseInt(told.lines().findFirst().orElseThrow().split(" ", -1)[2]) - IP_AND_ICMP;
    long sizes = IntStream.iterate(0, s -> s < last, s -> s + STEP).count() + 1;
    assertThat(site.sweep(cell, 0, last, STEP, false)).isEqualTo("answered " + sizes);
    assertThat(site.sweep(cell, 4000, 4000, 1, true)).isEqualTo("answered 1");
    for (int from : new int[] {0, 1400, 4000}) {
      assertThat(site.guestReachesRed(cell, from)).as("%d octets from the guest", from).isTrue();
    }
  }

  private static List<EspFrame> ofSpi(List<byte[]> frames, int spi, FormCell cell) {
    return cell.ah() ? EspFrame.ofAhSpi(frames, spi) : EspFrame.ofSpi(frames, spi, cell.udp());
  }

  private static boolean isIpv4(byte[] frame) {
    return ByteBuffer.wrap(frame).getShort(12) == 0x0800;
  }

  private static boolean isProtected(byte[] frame, FormCell cell) {
    return frame[PROTOCOL] == (cell.ah() ? 51 : cell.udp() ? 17 : 50);
  }

  /** The last ones, which are in the window. */
  private static List<byte[]> repeated(List<EspFrame> frames) {
    return frames.stream().skip(frames.size() - REPEATED).map(EspFrame::frame).toList();
  }

  private static List<byte[]> forged(List<EspFrame> frames) {
    return frames.stream()
        .skip(frames.size() - REPEATED)
        .map(frame -> frame.forged(AHEAD))
        .toList();
  }
}

package io.yett.lab.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yett.lab.Capture;
import io.yett.lab.Lab;
import io.yett.lab.LinkTraffic;
import io.yett.lab.LinkTraffic.Kind;
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

/** Every form of ESP that Yett has, against the Linux kernel; see docs/interop-linux.md. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LinuxEspInteropTest {
  private static final List<EspCell> CELLS = EspCell.all();
  private static final int LINK_MTU = 1500;
  private static final int IP_AND_ICMP = 28;

  /** Sizes between those that are sent where not every one is: prime to every cipher's block. */
  private static final int STEP = 7;

  /** The largest packet that is cut into fragments, and how far apart such are. */
  private static final int LARGE = 4000;

  private static final int LARGE_STEP = 211;

  /** How many frames are repeated and forged, and how far ahead the forged ones are. */
  private static final int REPEATED = 20;

  private static final int AHEAD = 10_000;

  @TempDir static Path runs;

  private static Lab lab;
  private static LinuxSite site;

  static List<EspCell> cells() {
    return CELLS;
  }

  @BeforeAll
  static void boot() throws Exception {
    Optional<String> obstacle = Lab.obstacle().or(LinuxGuest::obstacle);
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    lab = new Lab(runs, "yl");
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
  void packetsPassBothWaysAndOnlyOnce(EspCell cell) throws Exception {
    KernelCounters before = counters(cell);
    List<byte[]> frames;
    try (Capture link = site.capture("cell" + cell.number())) {
      assertPacketsPass(cell, before);
      frames = link.stop();
    }
    List<EspFrame> toLinux = EspFrame.ofSpi(frames, cell.spiToLinux(), cell.udp());
    List<EspFrame> toYett = EspFrame.ofSpi(frames, cell.spiFromLinux(), cell.udp());
    assertOnlyEspIsSeen(cell, frames);
    assertThat(toLinux.stream().mapToInt(EspFrame::ipLength).max().orElse(0))
        .as("the tunnel's MTU is neither too large nor too small")
        .isBetween(LINK_MTU - cell.suite().alignment() + 1, LINK_MTU);

    linuxDropsWhatItSawAndWhatIsForged(cell, toLinux, before);
    yettDropsWhatItSawAndWhatIsForged(cell, toYett);
    assertThat(site.sweep(cell, 0, REPEATED, 1, false))
        .as("the forged numbers moved no replay window")
        .isEqualTo("answered " + (REPEATED + 1));
  }

  private static void assertPacketsPass(EspCell cell, KernelCounters before) {
    int mtu = mtuTold(cell);
    int last = mtu - IP_AND_ICMP;
    int step = cell.isPlainest() ? 1 : STEP;
    long sizes = IntStream.iterate(0, size -> size < last, size -> size + step).count() + 1;
    assertThat(site.sweep(cell, 0, last, step, false)).isEqualTo("answered " + sizes);
    long larger =
        IntStream.iterate(last + 1, size -> size < LARGE, size -> size + LARGE_STEP).count();
    assertThat(site.sweep(cell, last + 1, LARGE, LARGE_STEP, true))
        .as(() -> "cut into fragments before encryption; dropped: " + site.drops())
        .isEqualTo("answered " + (larger + 1));
    for (int size : new int[] {0, 100, 1400, 4000}) {
      assertThat(site.guestReachesRed(cell, size)).as("%d octets from the guest", size).isTrue();
    }

    assertThat(counters(cell))
        .isEqualTo(new KernelCounters(before.errors(), 0, 0, cell.esn() ? 1 : 0));
  }

  /** Asks with a packet that is too big: Yett tells the tunnel's MTU. */
  private static int mtuTold(EspCell cell) {
    int size = LINK_MTU - IP_AND_ICMP;
    String answer = site.sweep(cell, size, size, 1, false);
    assertThat(answer).matches("too-big " + size + " \\d+\nanswered 0");
    return Integer.parseInt(answer.lines().findFirst().orElseThrow().split(" ", -1)[2]);
  }

  private static void assertOnlyEspIsSeen(EspCell cell, List<byte[]> frames) {
    LinkTraffic seen =
        new LinkTraffic(frames.stream().filter(frame -> !EspFrame.isLaterFragment(frame)).toList());
    assertThat(seen.others()).isEmpty();
    assertThat(seen.count(Kind.ESP_IN_UDP) > 0).isEqualTo(cell.udp());
    assertThat(seen.count(Kind.ESP) > 0).isEqualTo(!cell.udp());
    byte[] data = new byte[16];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (i * 7); // this is somewhere in each larger packet of echo_sweep.py
    }
    assertThat(new LinkTraffic(frames).containing(data)).isZero();
  }

  private static void linuxDropsWhatItSawAndWhatIsForged(
      EspCell cell, List<EspFrame> frames, KernelCounters before) throws Exception {
    site.sendToGuest(repeated(frames));
    site.sendToGuest(forged(frames));

    KernelCounters after = counters(cell);
    assertThat(after.replayed()).isEqualTo(replays(cell));
    assertThat(after.failed()).isEqualTo(failures(cell));
    assertThat(risen(before, after, "XfrmInStateSeqError")).isEqualTo(replays(cell));
    assertThat(risen(before, after, "XfrmInStateProtoError")).isEqualTo(failures(cell));
  }

  private static void yettDropsWhatItSawAndWhatIsForged(EspCell cell, List<EspFrame> frames)
      throws Exception {
    long replays = site.drops("replay");
    long failures = site.drops("auth_failed");
    site.sendToYett(repeated(frames));
    site.sendToYett(forged(frames));

    assertThat(site.awaitDrops("replay", replays + replays(cell))).as("%s", cell).isTrue();
    assertThat(site.awaitDrops("auth_failed", failures + failures(cell))).as("%s", cell).isTrue();
  }

  /**
   * How many of the repeated frames are refused by their numbers. With ESN those that are left of
   * the window are taken for far ahead, and their ICV is wrong (RFC 4303 appendix A2.2).
   */
  private static int replays(EspCell cell) {
    return cell.esn() ? REPEATED / 2 : REPEATED;
  }

  /** How many of the repeated and the forged frames are refused by their ICV. */
  private static int failures(EspCell cell) {
    return 2 * REPEATED - replays(cell);
  }

  /** Half of them are left of the window, half of them in it. */
  private static List<byte[]> repeated(List<EspFrame> frames) {
    return IntStream.range(0, REPEATED)
        .map(i -> i < REPEATED / 2 ? i : frames.size() - 1 - i)
        .mapToObj(i -> frames.get(i).frame())
        .toList();
  }

  private static List<byte[]> forged(List<EspFrame> frames) {
    return frames.stream()
        .skip(frames.size() - REPEATED)
        .map(frame -> frame.forged(AHEAD))
        .toList();
  }

  private static long risen(KernelCounters before, KernelCounters after, String name) {
    return after.errors().getOrDefault(name, 0L) - before.errors().getOrDefault(name, 0L);
  }

  private static KernelCounters counters(EspCell cell) {
    return KernelCounters.of(site.guest(), cell);
  }
}

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** IPv6 inside, outside or both, against the Linux kernel; see docs/interop-linux.md. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LinuxFamiliesInteropTest {
  private static final List<FamilyCell> CELLS = FamilyCell.all();
  private static final int LINK_MTU = 1500;
  private static final int ICMP_HEADER = 8;
  private static final Pattern TOLD = Pattern.compile("mtu ?= ?(\\d+)");
  private static final int ETHERNET = 14;

  @TempDir static Path runs;

  private static Lab lab;
  private static FamilySite site;

  static List<FamilyCell> cells() {
    return CELLS;
  }

  @BeforeAll
  static void boot() throws Exception {
    Optional<String> obstacle = Lab.obstacle().or(LinuxGuest::obstacle);
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    lab = new Lab(runs, "yf");
    site = new FamilySite(lab, CELLS);
  }

  @AfterAll
  static void shutDown() {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void theGatewayItselfAnswers() {
    assertThat(site.gatewayAnswers()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void packetsPassBothWays(FamilyCell cell) throws Exception {
    int headers = (cell.inner() ? 40 : 20) + ICMP_HEADER;
    List<byte[]> frames;
    try (Capture link = site.capture("cell" + cell.number())) {
      int mtu = mtuTold(cell, headers);
      for (int octets : new int[] {0, 1, 15, 100, 1000, mtu - headers}) {
        assertThat(site.ping(cell, octets))
            .as(() -> octets + " octets of data; dropped: " + site.drops())
            .contains(" 3 received");
      }
      for (int octets : new int[] {0, 100, 1200}) {
        assertThat(site.guestReachesRed(cell, octets)).as("%d from the guest", octets).isTrue();
      }
      frames = link.stop();
    }
    assertThat(site.kernelErrors()).isEmpty();
    assertOnlyEspIsSeen(cell, frames);
  }

  /** Asks with a packet that is too big: Yett tells the tunnel's MTU, which fills the link. */
  private static int mtuTold(FamilyCell cell, int headers) {
    Matcher told = TOLD.matcher(site.ping(cell, LINK_MTU - headers));
    assertThat(told.find()).as("somebody says that it is too big").isTrue();
    int mtu = Integer.parseInt(told.group(1));
    assertThat(mtu).isBetween(1280, LINK_MTU - (cell.outer() ? 40 : 20));
    return mtu;
  }

  private static void assertOnlyEspIsSeen(FamilyCell cell, List<byte[]> frames) {
    int esp = 0;
    int longest = 0;
    for (byte[] frame : frames) {
      boolean ipv6 = ByteBuffer.wrap(frame).getShort(12) == (short) 0x86DD;
      boolean ipv4 = ByteBuffer.wrap(frame).getShort(12) == 0x0800;
      int protocol = frame[ETHERNET + (ipv6 ? 6 : 9)];
      if (ipv6 == cell.outer() && (ipv4 || ipv6) && protocol == (cell.udp() ? 17 : 50)) {
        esp++;
        longest = Math.max(longest, frame.length - ETHERNET);
      } else {
        assertThat(ipv4).as("IPv4 that is not ESP").isFalse();
        assertThat(ipv6 && protocol != 58 && protocol != 0)
            .as("IPv6 that is neither ESP nor of the link")
            .isFalse();
      }
    }
    assertThat(esp).as("packets of the tunnel").isGreaterThan(50);
    assertThat(longest).isBetween(LINK_MTU - cell.suite().alignment() + 1, LINK_MTU);
  }
}

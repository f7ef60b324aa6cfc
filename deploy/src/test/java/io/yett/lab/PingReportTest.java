package io.yett.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Losses are counted by sequence number, whatever the order of the answers. */
class PingReportTest {

  private static String reply(int sequence) {
    return "[%d.%06d] 64 bytes from 10.2.0.2: icmp_seq=%d ttl=62 time=0.4 ms"
        .formatted(1_000 + sequence / 100, sequence % 100 * 10_000, sequence % 65_536);
  }

  private static List<String> replies(int from, int to) {
    List<String> lines = new ArrayList<>();
    for (int sequence = from; sequence <= to; sequence++) {
      lines.add(reply(sequence));
    }
    return lines;
  }

  @Test
  void allAnswered() {
    List<String> lines = replies(1, 200);
    lines.add("200 packets transmitted, 200 received, 0% packet loss, time 1999ms");

    PingReport report = PingReport.parse(lines, 50);

    assertThat(report).isEqualTo(new PingReport(200, 150, 0, 0, 10));
    assertThat(report.isPerfect()).isTrue();
  }

  @Test
  void oneLostInTheMiddleIsCounted() {
    List<String> lines = replies(1, 200);
    lines.remove(reply(77));
    lines.add("200 packets transmitted, 199 received, 0.5% packet loss, time 1999ms");

    PingReport report = PingReport.parse(lines, 50);

    assertThat(report.lost()).isEqualTo(1);
    assertThat(report.longestGapMillis()).isEqualTo(20);
    assertThat(report.isPerfect()).isFalse();
  }

  @Test
  void silenceUntilTheEndIsLoss() {
    List<String> lines = replies(1, 100);
    lines.add("200 packets transmitted, 100 received, 50% packet loss, time 1999ms");

    assertThat(PingReport.parse(lines, 50).lost()).isEqualTo(50);
  }

  @Test
  void theLastOnesMayStillBeInFlight() {
    List<String> lines = replies(1, 198);
    lines.add("200 packets transmitted, 198 received, 1% packet loss, time 1999ms");

    assertThat(PingReport.parse(lines, 50).isPerfect()).isTrue();
  }

  @Test
  void lateAnswerIsNoLossAndASecondOneIsADuplicate() {
    List<String> lines = replies(1, 200);
    lines.remove(reply(50));
    lines.add(reply(50));
    lines.add(reply(60).replace("ms", "ms (DUP!)"));

    PingReport report = PingReport.parse(lines, 50);

    assertThat(report.lost()).isZero();
    assertThat(report.duplicates()).isEqualTo(1);
  }

  @Test
  void sequenceNumbersWrapAfterSixteenBits() {
    List<String> lines = replies(1, 70_000);
    lines.remove(reply(65_536));
    lines.remove(reply(65_540));

    PingReport report = PingReport.parse(lines, 50);

    assertThat(report.sent()).isEqualTo(70_000);
    assertThat(report.lost()).isEqualTo(2);
    assertThat(report.duplicates()).isZero();
  }

  @Test
  void noPingIsNotPerfect() {
    assertThat(PingReport.parse(List.of("ping: connect: Network is unreachable"), 50).isPerfect())
        .isFalse();
  }
}

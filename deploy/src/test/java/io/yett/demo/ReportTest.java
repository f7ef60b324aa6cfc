package io.yett.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The JSON that programs read. */
class ReportTest {

  @Test
  void hasExactlyThisShape() {
    Report report =
        new Report(
            false,
            12.34567,
            List.of(
                new Outcome("ping", true, "20 of 20 answered", 1),
                new Outcome("tcp", false, "iperf3: \"no route\"", 0.0004)));

    assertThat(new String(report.json(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"ok\":false,\"seconds\":12.346,\"steps\":["
                + "{\"name\":\"ping\",\"ok\":true,\"figure\":\"20 of 20 answered\",\"seconds\":1.0},"
                + "{\"name\":\"tcp\",\"ok\":false,\"figure\":\"iperf3: \\\"no route\\\"\","
                + "\"seconds\":0.0}]}");
  }
}

package io.yett.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Reads iperf3's JSON: the receiver's figure counts. */
class IperfTest {

  @Test
  void readsTheReceiversRate() {
    Iperf.Result result =
        Iperf.parse(
            """
            {"end": {"sum_sent": {"bits_per_second": 9e8, "retransmits": 12},
                     "sum_received": {"bits_per_second": 8.5e8}}}\
            """);

    assertThat(result).isEqualTo(new Iperf.Result(850, 12));
    assertThat(result).hasToString("850 Mbit/s, 12 retransmits");
  }

  @Test
  void passesOnItsError() {
    assertThatThrownBy(() -> Iperf.parse("{\"error\": \"unable to connect\"}"))
        .isInstanceOf(LabException.class)
        .hasMessage("iperf3: unable to connect");
  }

  @Test
  void refusesWhatIsNoResult() {
    assertThatThrownBy(() -> Iperf.parse("{}")).isInstanceOf(LabException.class);
    assertThatThrownBy(() -> Iperf.parse("iperf3: not found")).isInstanceOf(LabException.class);
  }
}

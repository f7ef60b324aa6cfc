package io.yett.perf.dut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two devices on a command line. */
class DeviceListTest {
  @Test
  void argumentsStayWithTheirDevice() {
    assertThat(DeviceList.pair("net_af_packet0,iface=a,qdisc_bypass=0, net_memif1,role=client"))
        .containsExactly("net_af_packet0,iface=a,qdisc_bypass=0", "net_memif1,role=client");
    assertThat(DeviceList.pair("01:00.0,01:00.1")).containsExactly("01:00.0", "01:00.1");
  }

  @Test
  void pciAddressesAreToldApart() {
    assertThat(DeviceList.pci(List.of("01:00.0", "net_ring0", "0000:3b:00.1,queues=4")))
        .containsExactly("01:00.0", "0000:3b:00.1,queues=4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "01:00.0", "a,b,c", "a,a", "a,", "iface=a,b", ",b"})
  void anythingElseNamesARemedy(String text) {
    assertThatThrownBy(() -> DeviceList.pair(text)).hasMessageContaining("remedy: ");
  }
}

package io.yett.dataplane.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dpdk.Memory;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class EthernetTest {
  @Test
  void writesTheHeader() {
    long frame = Memory.allocate(64);
    Memory.putByte(frame + 14, (byte) 0x45);
    Ethernet.writeIpv4Header(
        frame, Ethernet.swapMac(0xA1A2A3A4A5A6L), Ethernet.swapMac(0xB1B2B3B4B5B6L));
    byte[] header = new byte[15];
    Memory.copy(frame, header, 0, 15);
    assertThat(HexFormat.of().formatHex(header)).isEqualTo("a1a2a3a4a5a6b1b2b3b4b5b6080045");
    assertThat(Ethernet.swapMac(Ethernet.swapMac(0x020000000001L))).isEqualTo(0x020000000001L);
  }
}

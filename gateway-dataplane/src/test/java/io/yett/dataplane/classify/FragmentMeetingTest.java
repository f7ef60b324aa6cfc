package io.yett.dataplane.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.packet.Ipv4;
import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All fragments of a packet meet in one lane, and peers are spread over the lanes. */
class FragmentMeetingTest {
  private static final int PEERS = 10_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 32})
  void peersAreSpreadEvenly(int lanes) {
    int[] found = new int[lanes];
    try (Arena arena = Arena.ofConfined()) {
      long ip = arena.allocate(Ipv4.HEADER, 8).address();
      Memory.putInt(ip + Ipv4.DESTINATION, Integer.reverseBytes(0xC000_0201));
      for (int peer = 0; peer < PEERS; peer++) {
        Memory.putInt(ip + Ipv4.SOURCE, Integer.reverseBytes(0xC633_6400 + peer));
        int lane = FragmentMeeting.lane(ip, Ipv4.PROTOCOL_ESP, lanes);
        Memory.putInt(ip + Ipv4.ID, peer * 77);
        assertThat(FragmentMeeting.lane(ip, Ipv4.PROTOCOL_ESP, lanes))
            .as("whatever the ID and the offset")
            .isEqualTo(lane);
        found[lane]++;
      }
    }
    assertThat(Arrays.stream(found).min().orElseThrow()).isGreaterThan(PEERS / lanes / 2);
  }
}

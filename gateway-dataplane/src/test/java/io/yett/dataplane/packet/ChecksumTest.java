package io.yett.dataplane.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dpdk.Memory;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChecksumTest {
  private final long ip = Memory.allocate(64);

  /**
   * The example of RFC 1071 section 3 (sum ddf2), and a header from Wikipedia "IPv4 header
   * checksum".
   */
  @Test
  void publishedExamples() {
    write("0001f203f4f5f6f7");
    assertThat(Checksum.fold(Checksum.sum(ip, 8))).isEqualTo(0xf2dd); // swapped: memory order
    write("450000730000400040110000c0a80001c0a800c7");
    int checksum = ~Checksum.fold(Checksum.sum(ip, 20)) & 0xFFFF;
    assertThat(checksum).isEqualTo(0x61b8); // b861 on the wire
    write("450000730000400040 11b861c0a80001c0a800c7".replace(" ", ""));
    assertThat(Checksum.isHeaderValid(ip, 20)).isTrue();
    Memory.putByte(ip + 19, (byte) 0xc8);
    assertThat(Checksum.isHeaderValid(ip, 20)).isFalse();
  }

  @Test
  void updatesKeepRandomHeadersValid() {
    Random random = new Random(7);
    byte[] header = new byte[24];
    for (int i = 0; i < 100_000; i++) {
      random.nextBytes(header);
      int length = random.nextBoolean() ? 20 : 24;
      header[8] = (byte) (1 + random.nextInt(255));
      Memory.copy(header, 0, ip, 24);
      Memory.putShort(ip + 10, (short) 0);
      Memory.putShort(ip + 10, (short) ~Checksum.fold(Checksum.sum(ip, length)));
      assertThat(Checksum.isHeaderValid(ip, length)).isTrue();
      Ipv4.decrementTtl(ip);
      assertThat(Checksum.isHeaderValid(ip, length)).as("TTL, step %d", i).isTrue();
      int ecn = random.nextInt(4);
      Ipv4.setEcn(ip, ecn);
      assertThat(Memory.getByte(ip + 1) & 3).isEqualTo(ecn);
      assertThat(Checksum.isHeaderValid(ip, length)).as("ECN, step %d", i).isTrue();
    }
  }

  @Test
  void optionsAreJudged() {
    String header = "480000200000000040110000c0a80001c0a800c7";
    assertThat(options(header + "0101010000000000000000ff")).isTrue(); // NOP, NOP, NOP, end
    assertThat(options(header + "940400000101010101010101")).isTrue(); // router alert
    assertThat(options(header + "830704c0a8000100")).isFalse(); // loose source route
    assertThat(options(header + "890704c0a8000100")).isFalse(); // strict source route
    assertThat(options(header + "0701000000000000")).isFalse(); // length 1
    assertThat(options(header + "070d000000000000")).isFalse(); // longer than the header
    assertThat(options(header + "010101010101010101010107")).isFalse(); // no length
  }

  private boolean options(String hex) {
    Memory.zero(ip, 64);
    write(hex);
    return Ipv4.areOptionsAllowed(ip, 32);
  }

  private void write(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    Memory.copy(bytes, 0, ip, bytes.length);
  }
}

package io.yett.ike.sa;

import static io.yett.ike.sa.Reassembly.Verdict.COMPLETE;
import static io.yett.ike.sa.Reassembly.Verdict.DUPLICATE;
import static io.yett.ike.sa.Reassembly.Verdict.KEPT;
import static io.yett.ike.sa.Reassembly.Verdict.TOO_LARGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.message.DecodeResult;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeHeader;
import io.yett.ike.message.MessageFragment;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** RFC 7383 §2.6, and the bounds. */
class ReassemblyTest {
  private static final int NOTIFY = 41;

  /** N(INITIAL_CONTACT) with its generic header. */
  private static final byte[] INNER = {0, 0, 0, 8, 0, 0, 0x40, 0x00};

  private final Reassembly reassembly = new Reassembly();

  private static MessageFragment part(int messageId, int number, int total, int from, int to) {
    IkeHeader header = new IkeHeader(1, 2, ExchangeType.INFORMATIONAL, true, false, messageId);
    int first = number == 1 ? NOTIFY : 0;
    return new MessageFragment(header, number, total, first, Arrays.copyOfRange(INNER, from, to));
  }

  private void expectMessage() {
    DecodeResult result = reassembly.take().decode();
    assertThat(((DecodeResult.Decoded) result).message().payloads())
        .containsExactly(NotifyPayload.of(NotifyType.INITIAL_CONTACT));
    assertThat(reassembly.waiting()).isFalse();
  }

  @Test
  void anyOrder() {
    assertThat(reassembly.add(part(1, 3, 3, 6, 8), 100)).isEqualTo(KEPT);
    assertThat(reassembly.add(part(1, 1, 3, 0, 3), 100)).isEqualTo(KEPT);
    assertThat(reassembly.waiting()).isTrue();
    assertThat(reassembly.add(part(1, 2, 3, 3, 6), 100)).isEqualTo(COMPLETE);
    expectMessage();
  }

  @Test
  void repeatedFragmentsChangeNothing() {
    assertThat(reassembly.add(part(1, 1, 2, 0, 3), 100)).isEqualTo(KEPT);
    assertThat(reassembly.add(part(1, 1, 2, 0, 8), 100)).isEqualTo(DUPLICATE);
    assertThat(reassembly.add(part(1, 2, 2, 3, 8), 100)).isEqualTo(COMPLETE);
    expectMessage();
  }

  @Test
  void smallerFragmentsReplaceBiggerOnes() {
    assertThat(reassembly.add(part(1, 1, 2, 0, 4), 100)).isEqualTo(KEPT);
    assertThat(reassembly.add(part(1, 2, 3, 3, 6), 100)).isEqualTo(KEPT);
    assertThat(reassembly.add(part(1, 2, 2, 4, 8), 100)).isEqualTo(DUPLICATE);
    assertThat(reassembly.add(part(1, 1, 3, 0, 3), 100)).isEqualTo(KEPT);
    assertThat(reassembly.add(part(1, 3, 3, 6, 8), 100)).isEqualTo(COMPLETE);
    expectMessage();
  }

  @Test
  void anotherMessageBeginsAnew() {
    assertThat(reassembly.add(part(1, 1, 2, 0, 8), 100)).isEqualTo(KEPT);
    assertThat(reassembly.add(part(2, 1, 2, 0, 3), 100)).isEqualTo(KEPT);
    assertThat(reassembly.add(part(2, 2, 2, 3, 8), 100)).isEqualTo(COMPLETE);
    expectMessage();
  }

  @Test
  void octetsAreBounded() {
    assertThat(reassembly.add(part(1, 1, 64, 0, 8), 15)).isEqualTo(KEPT);
    assertThat(reassembly.add(part(1, 2, 64, 0, 8), 15)).isEqualTo(TOO_LARGE);
    assertThat(reassembly.waiting()).isFalse();
  }

  @Test
  void oneOfOne() {
    assertThat(reassembly.add(part(1, 1, 1, 0, 8), 8)).isEqualTo(COMPLETE);
    expectMessage();
  }
}

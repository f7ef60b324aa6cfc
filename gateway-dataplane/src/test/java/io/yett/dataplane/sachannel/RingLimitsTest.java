package io.yett.dataplane.sachannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both rings full: who waits, who is dropped, and that no answer is lost. */
class RingLimitsTest {
  @TempDir Path directory;
  private ChannelPair pair;

  @BeforeEach
  void open() throws Exception {
    pair = new ChannelPair(directory.resolve("channel"));
  }

  @AfterEach
  void close() {
    pair.close();
  }

  @Test
  void fullCommandRingPushesBackAndIsUsableAfterwards() {
    byte[] state = new byte[SaChannelLimits.MAX_STATE];
    int sent = 0;
    while (pair.client.putState(sent, state) > 0) {
      sent++;
    }
    assertThat(sent).isBetween(16, 64);
    assertThat(pair.client.putState(sent, state)).isEqualTo(SaChannelClient.BACK_PRESSURED);
    assertThat(pair.client.backPressured()).isEqualTo(2);

    pair.turn();
    assertThat(pair.commands.commands).hasSize(sent);
    assertThat(pair.client.putState(sent, state)).isPositive();
    pair.turn();
    assertThat(pair.commands.commands).hasSize(sent + 1);
  }

  @Test
  void fullEventRingDropsAndCountsDatagramsButNoAnswer() {
    int handed = fill(60_000);
    assertThat(ikeDatagram(new byte[60_000])).isFalse();
    assertThat(pair.server.ikeDatagramsDropped()).isEqualTo(2);
    pair.server.poll(pair.commands, 0);
    assertThat(pair.client.ikeDatagramsDropped()).isEqualTo(2);

    // The ring has a little room left for small answers; send more than fit.
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      ids.add(pair.client.removePolicy("p" + i));
      pair.server.poll(pair.commands, 1000);
    }
    assertThat(ids).allMatch(id -> id > 0);
    assertThat(pair.commands.commands).hasSize(3000);

    pair.events.events.clear();
    for (int i = 0; i < 10; i++) {
      pair.turn();
    }
    assertThat(pair.events.events.stream().filter(e -> e.startsWith("ikeDatagram")))
        .hasSize(handed);
    assertThat(pair.events.events.stream().filter(e -> e.startsWith("commandResult")))
        .containsExactlyElementsOf(
            ids.stream().map(id -> "commandResult " + id + " NONE ").toList());
  }

  private int fill(int length) {
    int handed = 0;
    while (ikeDatagram(new byte[length])) {
      handed++;
    }
    return handed;
  }

  private boolean ikeDatagram(byte[] datagram) {
    return pair.server.ikeDatagram(
        Samples.v4(192, 0, 2, 1),
        500,
        Samples.v4(192, 0, 2, 2),
        500,
        new UnsafeBuffer(datagram),
        0,
        datagram.length,
        0);
  }

  @Test
  void tooManyWaitingAnswersStopTheReadingOfCommandsAndNothingIsLost() {
    assertThat(fill(60_000)).isPositive();
    assertThat(fill(1)).isPositive();
    int sent = 0;
    for (int i = 0; i < 3 * SaChannelLimits.MAX_WAITING_ANSWERS; i++) {
      if (pair.client.removeState(i) > 0) {
        sent++;
      }
      pair.server.poll(pair.commands, 1);
    }
    // The bound, and what the few octets left in the ring took.
    assertThat(pair.commands.commands.size())
        .isBetween(SaChannelLimits.MAX_WAITING_ANSWERS, SaChannelLimits.MAX_WAITING_ANSWERS + 10);
    pair.events.events.clear();
    for (int i = 0; i < 100; i++) {
      pair.turn();
    }
    assertThat(pair.commands.commands).hasSize(sent);
    assertThat(pair.events.events.stream().filter(e -> e.startsWith("commandResult")))
        .hasSize(sent);
  }

  @Test
  void expiriesWaitForRoomInOrder() {
    assertThat(fill(60_000)).isPositive();
    for (int i = 0; i < 5000; i++) {
      pair.server.expire(true, 1000 + i, 1, false);
    }
    pair.events.events.clear();
    for (int i = 0; i < 10; i++) {
      pair.turn();
    }
    List<String> expiries =
        pair.events.events.stream().filter(e -> e.startsWith("expire")).toList();
    assertThat(expiries).hasSize(5000);
    for (int i = 0; i < expiries.size(); i++) {
      assertThat(expiries.get(i)).isEqualTo("expire true " + (1000 + i) + " 1 false");
    }
  }

  @Test
  void whatExceedsABoundIsRefusedBeforeItIsSent() {
    assertThatThrownBy(() -> pair.client.putState(1, new byte[SaChannelLimits.MAX_STATE + 1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> pair.client.removePolicy("x".repeat(257)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> pair.client.removePolicy(""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> pair.client.updatePeer(1, Samples.v4(192, 0, 2, 1), 0))
        .isInstanceOf(IllegalArgumentException.class);
    TrafficSelector any =
        TrafficSelector.ofRange(Samples.v4(0, 0, 0, 0), Samples.v4(255, 255, 255, 255));
    PolicySpec wide =
        new PolicySpec(
            "wide",
            1,
            PolicyAction.BYPASS,
            0,
            java.util.Collections.nCopies(512, any),
            List.of(any));
    assertThatThrownBy(() -> pair.client.addPolicy(wide))
        .hasMessageContaining("513 traffic selectors");
    assertThat(
            pair.server.ikeDatagram(
                Samples.v4(192, 0, 2, 1),
                500,
                Samples.v4(192, 0, 2, 2),
                500,
                new UnsafeBuffer(new byte[SaChannelLimits.MAX_IKE_MESSAGE + 1]),
                0,
                SaChannelLimits.MAX_IKE_MESSAGE + 1,
                0))
        .isFalse();
  }

  @Test
  void nothingIsSentWithoutClient() {
    pair.client.close();
    pair.turn();
    pair.now += 1_000_000_000;
    pair.server.poll(pair.commands, 10);
    assertThat(pair.server.clientAttached()).isFalse();
    assertThat(ikeDatagram(new byte[100])).isFalse();
    pair.server.expire(true, 1, 1, true);
    assertThat(pair.server.eventsDropped()).isEqualTo(1);
    assertThat(pair.client.listSas()).isEqualTo(SaChannelClient.NOT_ATTACHED);
  }
}

package io.yett.dataplane.sachannel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every message arrives as it was sent, whatever its values. */
class MessageRoundTripTest {
  private static final int SEEDS = 500;

  @TempDir Path directory;

  @Test
  void everyCommandArrivesAsItWasSent() throws Exception {
    try (ChannelPair pair = new ChannelPair(directory.resolve("channel"))) {
      for (int seed = 0; seed < SEEDS; seed++) {
        String sent = sendOne(pair.client, new Samples(seed), seed % 17);
        pair.turn();
        assertThat(pair.commands.commands).as("seed %d", seed).containsExactly(sent);
        assertThat(pair.events.events.getLast()).as("seed %d", seed).contains(" NONE ");
        pair.commands.commands.clear();
      }
    }
  }

  private static String sendOne(SaChannelClient client, Samples samples, int which) {
    Random random = samples.random();
    int number = random.nextInt();
    int spi = samples.spi();
    int port = 1 + random.nextInt(65_535);
    InetAddress address = samples.address(random.nextBoolean());
    byte[] octets = samples.octets(random.nextInt(SaChannelLimits.MAX_STATE));
    String hex = HexFormat.of().formatHex(octets);
    SaSpec sa = samples.sa();
    PolicySpec policy = samples.policy(samples.text(256));
    return switch (which) {
      case 0 -> sent(client.installSa(sa), "installSa " + Samples.describe(sa));
      case 1 ->
          sent(client.activateOutbound(number, spi), "activateOutbound " + number + " " + spi);
      case 2 -> sent(client.removeSa(SaDirection.INBOUND, spi), "removeSa INBOUND " + spi);
      case 3 -> sent(client.removeSa(SaDirection.OUTBOUND, spi), "removeSa OUTBOUND " + spi);
      case 4 ->
          sent(
              client.updatePeer(number, address, port),
              "updatePeer " + number + " " + address + " " + port);
      case 5 -> sent(client.addPolicy(policy), "addPolicy " + policy);
      case 6 -> sent(client.removePolicy(policy.name()), "removePolicy " + policy.name());
      case 7 ->
          sent(
              client.sendIke(
                  address, port, address, 500, new UnsafeBuffer(octets), 0, octets.length),
              "sendIke " + address + " " + port + " " + address + " 500 " + hex);
      case 8 -> sent(client.putState(number, octets), "putState " + number + " " + hex);
      case 9 -> sent(client.removeState(number), "removeState " + number);
      case 10 -> sent(client.listSas(), "listSas");
      case 11 -> sent(client.listPolicies(), "listPolicies");
      case 12 -> sent(client.listStates(), "listStates");
      case 13 -> sent(client.begin(), "begin");
      case 14 -> sent(client.commit(), "commit");
      case 15 -> sent(client.abort(), "abort");
      default -> sent(client.readCounters(), "readCounters");
    };
  }

  private static String sent(long correlationId, String expected) {
    assertThat(correlationId).isPositive();
    return expected;
  }

  @Test
  void everyEventArrivesAsItWasSent() throws Exception {
    try (ChannelPair pair = new ChannelPair(directory.resolve("channel"))) {
      for (int seed = 0; seed < SEEDS; seed++) {
        pair.events.events.clear();
        String sent = reportOne(pair.server, new Samples(seed), seed % 10);
        pair.turn();
        assertThat(pair.events.events).as("seed %d", seed).containsExactly(sent);
      }
    }
  }

  private static String reportOne(SaChannelServer server, Samples samples, int which) {
    Random random = samples.random();
    long id = random.nextLong();
    int number = random.nextInt();
    int port = random.nextInt(65_536);
    boolean flag = random.nextBoolean();
    InetAddress address = samples.address(random.nextBoolean());
    byte[] octets = samples.octets(random.nextInt(SaChannelLimits.MAX_STATE));
    String hex = HexFormat.of().formatHex(octets);
    return switch (which) {
      case 0 -> {
        CommandError error = CommandError.ofCode(random.nextInt(8));
        String text = samples.text(200);
        server.commandResult(id, error, text);
        yield "commandResult " + id + " " + error + " " + text;
      }
      case 1 -> {
        SaStatus status = samples.status();
        assertThat(server.saStatus(id, status)).isTrue();
        yield RecordedEvents.describe(id, status);
      }
      case 2 -> {
        PolicySpec policy = samples.policy(samples.text(256));
        assertThat(server.policy(id, policy, flag)).isTrue();
        yield "policy " + id + " " + policy + " " + flag;
      }
      case 3 -> {
        assertThat(server.state(id, number, octets)).isTrue();
        yield "state " + id + " " + number + " " + hex;
      }
      case 4 -> {
        CounterSample sample = new CounterSample(samples.text(64), samples.text(128), id);
        assertThat(server.counter(id, sample)).isTrue();
        yield "counter " + id + " " + sample;
      }
      case 5 -> {
        server.listEnd(id, number);
        yield "listEnd " + id + " " + number;
      }
      case 6 -> {
        server.ikeDatagram(
            address, 4500, address, port, new UnsafeBuffer(octets), 0, octets.length, id);
        yield "ikeDatagram " + address + " 4500 " + address + " " + port + " " + hex + " " + id;
      }
      case 7 -> {
        PacketTuple packet = new PacketTuple(random.nextInt(256), address, port, address, 53);
        assertThat(server.acquire(number, packet)).isTrue();
        yield "acquire " + number + " " + packet;
      }
      case 8 -> {
        int spi = samples.spi();
        server.expire(flag, spi, number, !flag);
        yield "expire " + flag + " " + spi + " " + number + " " + !flag;
      }
      default -> {
        assertThat(server.peerMoved(number, 7, address, port)).isTrue();
        yield "peerMoved " + number + " 7 " + address + " " + port;
      }
    };
  }
}

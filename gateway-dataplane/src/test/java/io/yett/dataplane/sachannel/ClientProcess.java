package io.yett.dataplane.sachannel;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;

/** The main class of a control plane that is to be killed: a path, then what it does. */
final class ClientProcess {
  /** Found in the file, this is a leak. */
  static final byte[] KEY = HexFormat.of().parseHex("c0ffee11c0ffee22c0ffee33c0ffee44c0ffee55");

  private ClientProcess() {}

  public static void main(String[] arguments) throws Exception {
    Path path = Path.of(arguments[0]);
    SaChannelClient client = new SaChannelClient(path);
    RecordedEvents events = new RecordedEvents();
    while (!client.attached()) {
      client.poll(events, 100);
      if (client.status().contains("another control plane")) {
        say(client.status());
        return;
      }
      Thread.sleep(1);
    }
    say("attached");
    switch (arguments[1]) {
      case "hold" -> {}
      case "flood" -> flood(client, events);
      case "half" -> half(path);
      case "install" -> install(client, events);
      default -> throw new IllegalArgumentException(arguments[1]);
    }
    while (client.attached()) {
      client.poll(events, 1000);
      Thread.sleep(1);
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  static SaSpec spec(SaDirection direction, int spi) {
    List<TrafficSelector> any =
        List.of(TrafficSelector.ofRange(Samples.v4(10, 0, 0, 0), Samples.v4(10, 0, 0, 255)));
    return new SaSpec(
        direction,
        spi,
        1,
        "blue/net",
        EncryptionAlgorithm.AES_GCM_16,
        KEY,
        Samples.v4(192, 0, 2, 1),
        Samples.v4(192, 0, 2, 2),
        null,
        true,
        1024,
        SaLifetime.UNLIMITED,
        any,
        any);
  }

  /** Installs as fast as it can, so that a kill meets it within a message now and then. */
  private static void flood(SaChannelClient client, RecordedEvents events) {
    int spi = 256;
    while (client.attached()) {
      if (client.installSa(spec(SaDirection.INBOUND, spi)) > 0) {
        spi++;
      }
      client.poll(events, 1000);
      events.events.clear();
    }
  }

  /** Leaves one message half-written, with a key in it. */
  private static void half(Path path) throws Exception {
    CommandEncoder encoder = new CommandEncoder();
    int length = encoder.installSa(1, spec(SaDirection.INBOUND, 256));
    try (SaChannelFile file = SaChannelFile.open(path)) {
      UnsafeBuffer ring = SaChannelDescriptor.commandRing(file.buffer());
      int index = new ManyToOneRingBuffer(ring).tryClaim(EventRing.RECORD_TYPE, length);
      ring.putBytes(index, encoder.buffer(), 0, length);
    }
    say("half");
    Thread.sleep(Long.MAX_VALUE);
  }

  /** Leaves an SA pair, a policy and a state behind. */
  private static void install(SaChannelClient client, RecordedEvents events) throws Exception {
    client.installSa(spec(SaDirection.INBOUND, 1001));
    client.installSa(spec(SaDirection.OUTBOUND, 1002));
    client.activateOutbound(1, 1002);
    client.addPolicy(new Samples(1).policy("left"));
    client.putState(77, KEY);
    client.begin(); // never committed
    client.installSa(spec(SaDirection.INBOUND, 1003));
    while (events.events.stream().filter(e -> e.startsWith("commandResult")).count() < 5) {
      client.poll(events, 1000);
      Thread.sleep(1);
    }
    say("installed " + events.events);
  }
}

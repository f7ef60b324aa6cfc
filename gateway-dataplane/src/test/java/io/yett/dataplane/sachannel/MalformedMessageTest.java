package io.yett.dataplane.sachannel;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.sachannel.codec.InstallSaEncoder;
import io.yett.dataplane.sachannel.codec.MessageHeaderEncoder;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages of other versions, cut ones, and noise. */
class MalformedMessageTest {
  private static final int HEADER = MessageLayout.HEADER_LENGTH;

  @TempDir Path directory;

  /** One of each command, as octets. */
  private static List<byte[]> commands(long seed) {
    Samples samples = new Samples(seed);
    CommandEncoder encoder = new CommandEncoder();
    List<byte[]> all = new ArrayList<>();
    java.net.InetAddress address = samples.address(false);
    add(all, encoder, encoder.installSa(seed, samples.sa()));
    add(all, encoder, encoder.addPolicy(seed, samples.policy("p")));
    add(all, encoder, encoder.putState(seed, 7, samples.octets(100)));
    add(all, encoder, encoder.removePolicy(seed, "name"));
    add(all, encoder, encoder.updatePeer(seed, 1, address, 500));
    add(
        all,
        encoder,
        encoder.sendIke(
            seed, address, 500, address, 500, new UnsafeBuffer(samples.octets(300)), 0, 300));
    add(all, encoder, encoder.removeSa(seed, SaDirection.INBOUND, 1000));
    add(all, encoder, encoder.activateOutbound(seed, 1, 1000));
    add(all, encoder, encoder.adopt(seed, 1));
    add(all, encoder, encoder.commit(seed));
    return all;
  }

  private static void add(List<byte[]> all, CommandEncoder encoder, int length) {
    byte[] octets = new byte[length];
    encoder.buffer().getBytes(0, octets);
    all.add(octets);
  }

  private static RecordedCommands decode(byte[] octets) {
    RecordedCommands handler = new RecordedCommands();
    // In a larger buffer, as in the ring: a decoder that reads on would find something there.
    UnsafeBuffer room = new UnsafeBuffer(new byte[octets.length + 4096]);
    room.setMemory(0, room.capacity(), (byte) 0x7F);
    room.putBytes(0, octets);
    new CommandDecoder().decode(new UnsafeBuffer(room, 0, octets.length), octets.length, handler);
    return handler;
  }

  @Test
  void messageCutAtAnyLengthIsRefused() {
    for (byte[] message : commands(1)) {
      for (int length = 0; length < message.length; length++) {
        RecordedCommands handler = decode(java.util.Arrays.copyOf(message, length));
        assertThat(handler.commands).hasSize(1);
        assertThat(handler.commands.getFirst()).startsWith("refused INVALID");
      }
    }
  }

  @Test
  void everyCountAndLengthThatLeadsOutOfTheMessageIsRefused() {
    byte[] message = commands(2).getFirst();
    UnsafeBuffer buffer = new UnsafeBuffer(message);
    int group = HEADER + MessageLayout.blockLength(buffer);
    int original = buffer.getShort(group + 2, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    for (int count = original + 1; count < 65_536; count += 97) {
      buffer.putShort(group + 2, (short) count, ByteOrder.LITTLE_ENDIAN);
      assertThat(decode(message).commands.getFirst()).startsWith("refused INVALID");
    }
  }

  @Test
  void keyOfZerosIsRefused() {
    SaSpec spec = new Samples(3).sa();
    spec.wipe();
    CommandEncoder encoder = new CommandEncoder();
    List<byte[]> all = new ArrayList<>();
    add(all, encoder, encoder.installSa(1, spec));
    assertThat(decode(all.getFirst()).commands.getFirst()).contains("has a key of zeros");
  }

  /** A control plane that is newer than this data plane. */
  @Test
  void newerVersionWithMoreFieldsIsReadAndTheRestSkipped() {
    for (byte[] message : commands(4)) {
      RecordedCommands plain = decode(message);
      UnsafeBuffer old = new UnsafeBuffer(message);
      int block = MessageLayout.blockLength(old);
      int more = 24;
      UnsafeBuffer newer = new UnsafeBuffer(new byte[message.length + more + 50]);
      newer.putBytes(0, old, 0, HEADER + block);
      newer.setMemory(HEADER + block, more, (byte) 0x5A); // fields that we do not know
      newer.putBytes(HEADER + block + more, old, HEADER + block, message.length - HEADER - block);
      newer.setMemory(message.length + more, 50, (byte) 0x5A); // data that we do not know
      new MessageHeaderEncoder()
          .wrap(newer, 0)
          .blockLength(block + more)
          .templateId(MessageLayout.templateId(old))
          .schemaId(MessageHeaderEncoder.SCHEMA_ID)
          .version(MessageHeaderEncoder.SCHEMA_VERSION + 1);
      assertThat(decode(newer.byteArray()).commands).isEqualTo(plain.commands);
    }
  }

  /** A control plane that is older: version 1 knew combined-mode algorithms alone. */
  @Test
  void installSaOfVersion1IsReadAsItWasMeant() {
    byte[] message = gcmInstallation();
    RecordedCommands plain = decode(message);
    assertThat(decode(asVersion1(message)).commands).isEqualTo(plain.commands);
    assertThat(plain.commands.getFirst()).startsWith("installSa ");
  }

  /** Version 2 knew neither a DF policy nor MSS clamping: DF is copied, nothing is clamped. */
  @Test
  void installSaOfVersion2IsReadAsItWasMeant() {
    byte[] message = gcmInstallation();
    assertThat(decode(asVersion2(message)).commands).isEqualTo(decode(message).commands);
  }

  /** The fields that version 3 added cannot be missing from a message of version 3. */
  @Test
  void installSaOfVersion3WithTheFieldsOfVersion2IsRefused() {
    byte[] message = asVersion2(gcmInstallation());
    new UnsafeBuffer(message).putShort(6, (short) 3, ByteOrder.LITTLE_ENDIAN);
    assertThat(decode(message).commands.getFirst()).contains("INSTALL_SA has fields of ");
  }

  /** Version 3 knew ESP in tunnel mode alone. */
  @Test
  void installSaOfVersion3IsReadAsItWasMeant() {
    byte[] message = gcmInstallation();
    assertThat(decode(asVersion3(message)).commands).isEqualTo(decode(message).commands);
  }

  /** The fields that version 4 added cannot be missing from a message of version 4. */
  @Test
  void installSaOfVersion4WithTheFieldsOfVersion3IsRefused() {
    byte[] message = asVersion3(gcmInstallation());
    new UnsafeBuffer(message).putShort(6, (short) 4, ByteOrder.LITTLE_ENDIAN);
    assertThat(decode(message).commands.getFirst()).contains("INSTALL_SA has fields of ");
  }

  /** With AES-CBC a message of version 1 lacks what it needs. */
  @Test
  void installSaOfVersion1WithoutIntegrityIsRefused() {
    byte[] message = asVersion1(gcmInstallation());
    UnsafeBuffer buffer = new UnsafeBuffer(message);
    int encryption = HEADER + InstallSaEncoder.encryptionEncodingOffset();
    buffer.putShort(
        encryption, (short) EncryptionAlgorithm.AES_CBC.transformId(), ByteOrder.LITTLE_ENDIAN);
    assertThat(decode(message).commands.getFirst()).contains("needs an integrity algorithm");
  }

  /** The fields that version 2 added cannot be missing from a message of version 2. */
  @Test
  void installSaOfVersion2WithTheFieldsOfVersion1IsRefused() {
    byte[] message = asVersion1(gcmInstallation());
    new UnsafeBuffer(message).putShort(6, (short) 2, ByteOrder.LITTLE_ENDIAN);
    assertThat(decode(message).commands.getFirst()).contains("INSTALL_SA has fields of ");
  }

  private static byte[] gcmInstallation() {
    Samples samples = new Samples(8);
    SaSpec spec = samples.sa();
    while (spec.encryption() != EncryptionAlgorithm.AES_GCM_16
        || spec.dfPolicy() != DfPolicy.COPY
        || spec.mssClamping() != MssClamping.OFF
        || !spec.encapsulation().equals(Encapsulation.ESP_TUNNEL)) {
      spec = samples.sa();
    }
    CommandEncoder encoder = new CommandEncoder();
    List<byte[]> all = new ArrayList<>();
    add(all, encoder, encoder.installSa(8, spec));
    return all.getFirst();
  }

  /** Without integrity, and what version 3 added. */
  private static byte[] asVersion1(byte[] message) {
    return asVersion(1, InstallSaEncoder.integrityEncodingOffset(), message);
  }

  /** Without DF and MSS clamping. */
  private static byte[] asVersion2(byte[] message) {
    return asVersion(2, InstallSaEncoder.dfPolicyEncodingOffset(), message);
  }

  /** Without protocol and mode. */
  private static byte[] asVersion3(byte[] message) {
    return asVersion(3, InstallSaEncoder.securityProtocolEncodingOffset(), message);
  }

  private static byte[] asVersion(int version, int olderBlock, byte[] message) {
    UnsafeBuffer newer = new UnsafeBuffer(message);
    int block = MessageLayout.blockLength(newer);
    UnsafeBuffer older = new UnsafeBuffer(new byte[message.length - block + olderBlock]);
    older.putBytes(0, newer, 0, HEADER + olderBlock);
    older.putBytes(HEADER + olderBlock, newer, HEADER + block, message.length - HEADER - block);
    new MessageHeaderEncoder()
        .wrap(older, 0)
        .blockLength(olderBlock)
        .templateId(MessageLayout.templateId(newer))
        .schemaId(MessageHeaderEncoder.SCHEMA_ID)
        .version(version);
    return older.byteArray();
  }

  @Test
  void unknownCommandIsAnsweredAsUnsupportedWithItsCorrelationId() throws Exception {
    try (ChannelPair pair = new ChannelPair(directory.resolve("channel"))) {
      for (int template : new int[] {0, 18, 99, 101, 107, 255, 256, 65_535}) {
        byte[] message = commands(5).get(6);
        new UnsafeBuffer(message).putShort(2, (short) template, ByteOrder.LITTLE_ENDIAN);
        RawRings.write(directory.resolve("channel"), message);
        pair.turn();
        assertThat(pair.events.events.getLast())
            .startsWith("commandResult 5 UNSUPPORTED_COMMAND")
            .contains("command " + template);
      }
      assertThat(pair.server.malformedCommands()).isEqualTo(8);
      assertThat(pair.client.listSas()).isPositive();
      pair.turn();
      assertThat(pair.events.events.getLast()).contains("NONE");
    }
  }

  @Test
  void otherSchemaAndOlderVersionAreRefused() {
    byte[] message = commands(6).get(6);
    UnsafeBuffer buffer = new UnsafeBuffer(message);
    buffer.putShort(6, (short) 0, ByteOrder.LITTLE_ENDIAN);
    assertThat(decode(message).commands.getFirst()).contains("version 0 is no longer read");
    buffer.putShort(6, (short) 1, ByteOrder.LITTLE_ENDIAN);
    buffer.putShort(4, (short) 1, ByteOrder.LITTLE_ENDIAN);
    assertThat(decode(message).commands.getFirst()).contains("unknown schema 1");
  }

  @Test
  void commandsWithRandomDamageNeverThrow() {
    int accepted = 0;
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      for (byte[] message : commands(seed)) {
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
          message[random.nextInt(message.length)] = (byte) random.nextInt();
        }
        RecordedCommands handler = decode(message);
        accepted += handler.commands.stream().anyMatch(c -> c.startsWith("refused")) ? 0 : 1;
      }
    }
    assertThat(accepted).isPositive(); // some damage only changes a value
  }

  @Test
  void noiseAsMessageNeverThrows() {
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      byte[] noise = new byte[random.nextInt(300)];
      random.nextBytes(noise);
      if (noise.length >= HEADER && random.nextBoolean()) {
        new MessageHeaderEncoder()
            .wrap(new UnsafeBuffer(noise), 0)
            .blockLength(random.nextInt(200))
            .templateId(random.nextInt(120))
            .schemaId(MessageHeaderEncoder.SCHEMA_ID)
            .version(1);
      }
      decode(noise);
      new EventDecoder().decode(new UnsafeBuffer(noise), noise.length, new RecordedEvents());
    }
  }

  @Test
  void noiseInEitherRingNeverThrowsAndTheChannelRecovers() throws Exception {
    Path path = directory.resolve("channel");
    try (ChannelPair pair = new ChannelPair(path)) {
      for (int seed = 0; seed < 300; seed++) {
        RawRings.scribble(path, new Random(seed), seed % 2 == 0);
        pair.server.acquire(
            1, new PacketTuple(17, Samples.v4(10, 0, 0, 1), 1, Samples.v4(10, 0, 0, 2), 2));
        pair.client.listSas();
        pair.turn();
        pair.now += 3_000_000_000L; // a message that is never finished
        pair.turn();
        pair.turn();
      }
      RawRings.zero(path);
      for (int i = 0; i < 100; i++) {
        pair.turn();
      }
      pair.attach();
      assertThat(pair.client.listSas()).isPositive();
      pair.turn();
      assertThat(pair.commands.commands.getLast()).isEqualTo("listSas");
    }
  }
}

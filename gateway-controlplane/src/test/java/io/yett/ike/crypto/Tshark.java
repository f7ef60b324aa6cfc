package io.yett.ike.crypto;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** tshark as a second reader of our messages; it decrypts IKEv2 when it is given the keys. */
final class Tshark {
  private static final Path PROGRAM = Path.of("/usr/bin/tshark");
  private static final int LINKTYPE_RAW_IP = 101;
  private static final int SECONDS = 60;

  private Tshark() {}

  static boolean available() {
    return Files.isExecutable(PROGRAM);
  }

  /** What it prints of the messages, from 192.0.2.1:500 to 192.0.2.2:500; trimmed lines. */
  static List<String> dissect(List<byte[]> messages, String decryption, Path folder)
      throws Exception {
    Path capture = folder.resolve("messages.pcap");
    Files.write(capture, pcap(messages));
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "-V", "-r"));
    command.add(capture.toString());
    if (decryption != null) {
      command.add("-o");
      command.add("uat:ikev2_decryption_table:" + decryption);
    }
    Path output = folder.resolve("tshark.out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(folder.resolve("tshark.err").toFile());
    builder.environment().put("HOME", folder.toString()); // no settings of the user
    Process process = builder.start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("tshark took longer than " + SECONDS + " s");
    }
    if (process.exitValue() != 0) {
      throw new IOException(Files.readString(folder.resolve("tshark.err")));
    }
    return Files.readString(output, StandardCharsets.UTF_8).lines().map(String::trim).toList();
  }

  /** A row of its decryption table. */
  static String row(IkeKeys initiator, long spiI, long spiR, String encryption, String integrity) {
    HexFormat hex = HexFormat.of();
    SkKeys ours = initiator.cipher().sealKeys();
    SkKeys theirs = initiator.cipher().openKeys();
    return String.format(
        "%016x,%016x,%s,%s,\"%s\",%s,%s,\"%s\"",
        spiI,
        spiR,
        hex.formatHex(ours.encryption()),
        hex.formatHex(theirs.encryption()),
        encryption,
        hex.formatHex(ours.integrity()),
        hex.formatHex(theirs.integrity()),
        integrity);
  }

  private static byte[] pcap(List<byte[]> messages) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(
        ByteBuffer.allocate(24)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0xa1b2c3d4)
            .putShort((short) 2)
            .putShort((short) 4)
            .putInt(0)
            .putInt(0)
            .putInt(65_535)
            .putInt(LINKTYPE_RAW_IP)
            .array());
    for (byte[] message : messages) {
      int length = 28 + message.length;
      file.writeBytes(
          ByteBuffer.allocate(16)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(0)
              .putInt(0)
              .putInt(length)
              .putInt(length)
              .array());
      ByteBuffer packet = ByteBuffer.allocate(length);
      packet.putShort((short) 0x4500).putShort((short) length).putInt(0);
      packet.put((byte) 64).put((byte) 17).putShort((short) 0);
      packet.putInt(0xc0000201).putInt(0xc0000202);
      packet.putShort((short) 500).putShort((short) 500);
      packet.putShort((short) (8 + message.length)).putShort((short) 0);
      file.writeBytes(packet.put(message).array());
    }
    return file.toByteArray();
  }
}

package io.yett.dataplane;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files of Ethernet frames as libpcap writes them (magic 0xa1b2c3d4, this CPU's byte order). */
final class PcapFiles {
  private static final int MAGIC = 0xA1B2_C3D4;
  private static final int HEADER = 24;
  private static final int RECORD = 16;
  private static final int MAX_FRAME = 65_535;
  private static final int ETHERNET = 1;

  private PcapFiles() {}

  static Path write(Path file, List<byte[]> frames) throws IOException {
    int size = HEADER + frames.stream().mapToInt(frame -> RECORD + frame.length).sum();
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    out.putInt(MAGIC).putShort((short) 2).putShort((short) 4).putLong(0);
    out.putInt(MAX_FRAME).putInt(ETHERNET);
    for (byte[] frame : frames) {
      out.putLong(0).putInt(frame.length).putInt(frame.length).put(frame);
    }
    return Files.write(file, out.array());
  }

  static List<byte[]> read(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
    in.position(HEADER);
    List<byte[]> frames = new ArrayList<>();
    while (in.hasRemaining()) {
      in.position(in.position() + 8);
      byte[] frame = new byte[in.getInt()];
      in.getInt();
      in.get(frame);
      frames.add(frame);
    }
    return frames;
  }
}

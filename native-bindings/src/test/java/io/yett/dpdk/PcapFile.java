package io.yett.dpdk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Ethernet frames in the classic pcap format (draft-ietf-opsawg-pcap). */
public final class PcapFile {
  private static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
  private static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
  private static final int LINKTYPE_ETHERNET = 1;

  private PcapFile() {}

  /** Writes frames, each with a timestamp of 0. */
  public static void write(Path file, List<byte[]> frames) throws IOException {
    int size = 24 + frames.stream().mapToInt(frame -> 16 + frame.length).sum();
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC_MICROSECONDS).putShort((short) 2).putShort((short) 4);
    out.putInt(0).putInt(0).putInt(65_535).putInt(LINKTYPE_ETHERNET);
    for (byte[] frame : frames) {
      out.putInt(0).putInt(0).putInt(frame.length).putInt(frame.length).put(frame);
    }
    Files.write(file, out.array());
  }

  /** Reads all frames. */
  public static List<byte[]> read(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int magic = in.getInt();
    if (magic != MAGIC_MICROSECONDS && magic != MAGIC_NANOSECONDS) {
      throw new IOException("not a little-endian pcap file: " + file);
    }
    in.position(24);
    List<byte[]> frames = new ArrayList<>();
    while (in.remaining() >= 16) {
      in.getLong();
      byte[] frame = new byte[in.getInt()];
      in.getInt();
      in.get(frame);
      frames.add(frame);
    }
    return frames;
  }
}

package io.yett.perf.traffic;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes Ethernet frames to a pcap file. */
final class PcapWriter implements AutoCloseable {
  private static final int MAGIC = 0xA1B2_C3D4;
  private static final int LINKTYPE_ETHERNET = 1;
  private static final int SNAP_LENGTH = 65_535;

  private final OutputStream out;
  private final ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);

  PcapWriter(Path file) throws IOException {
    out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    header.putInt(MAGIC).putShort((short) 2).putShort((short) 4);
    header.putInt(0).putInt(0).putInt(SNAP_LENGTH).putInt(LINKTYPE_ETHERNET);
    out.write(header.array());
  }

  /** Appends a frame, from its Ethernet header to the octet before its check sequence. */
  void write(byte[] frame) throws IOException {
    header.clear();
    header.putInt(0).putInt(0).putInt(frame.length).putInt(frame.length);
    out.write(header.array(), 0, header.position());
    out.write(frame);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}

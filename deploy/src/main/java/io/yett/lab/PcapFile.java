package io.yett.lab;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the classic pcap format, Ethernet only. */
final class PcapFile {
  private static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
  private static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
  private static final int HEADER_REST = 16; // version, zone, accuracy, snapshot length
  private static final int LINK_TYPE_ETHERNET = 1;
  private static final int TIMESTAMP = 8;

  /** The frames of a file, in order. A last frame that was cut off by a kill is left out. */
  static List<byte[]> read(Path file) {
    try {
      return parse(ByteBuffer.wrap(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new LabException("cannot read the capture " + file + ": " + e.getMessage(), e);
    } catch (BufferUnderflowException e) {
      throw new LabException("the capture " + file + " has no whole header", e);
    }
  }

  private static List<byte[]> parse(ByteBuffer data) {
    data.order(ByteOrder.LITTLE_ENDIAN);
    int magic = data.getInt();
    if (magic != MAGIC_MICROSECONDS && magic != MAGIC_NANOSECONDS) {
      data.order(ByteOrder.BIG_ENDIAN);
      magic = Integer.reverseBytes(magic);
    }
    if (magic != MAGIC_MICROSECONDS && magic != MAGIC_NANOSECONDS) {
      throw new LabException("not a pcap file");
    }
    data.position(data.position() + HEADER_REST);
    int linkType = data.getInt();
    if (linkType != LINK_TYPE_ETHERNET) {
      throw new LabException("the capture is of link type " + linkType + ", not Ethernet");
    }
    List<byte[]> frames = new ArrayList<>();
    while (data.remaining() >= TIMESTAMP + 2 * Integer.BYTES) {
      data.position(data.position() + TIMESTAMP);
      int captured = data.getInt();
      int onWire = data.getInt();
      if (captured < 0 || captured > data.remaining()) {
        break;
      }
      if (captured < onWire) {
        throw new LabException("the capture has cut frames");
      }
      byte[] frame = new byte[captured];
      data.get(frame);
      frames.add(frame);
    }
    return frames;
  }

  private PcapFile() {}
}

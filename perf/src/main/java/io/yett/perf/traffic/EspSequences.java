package io.yett.perf.traffic;

import io.yett.perf.scenario.Mix;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The sequence numbers of the ESP packets in a pcap file (IPv4 without options, plain ESP, one SA).
 *
 * @param packets in the file
 * @param reordered packets with a lower number than one before them
 */
public record EspSequences(long packets, long reordered) {
  private static final int FILE_HEADER = 24;

  /** Of a packet in the file: time, length kept, length. */
  private static final int TIME = 8;

  private static final int SEQUENCE = Mix.ETHERNET + ClearFrames.IPV4_HEADER + 4;
  private static final int PROTOCOL = Mix.ETHERNET + 9;

  /** Reads a file as {@code net_pcap} writes it on a little-endian machine. */
  public static EspSequences read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DataInputStream data = new DataInputStream(new BufferedInputStream(in, 1 << 16))) {
      data.skipNBytes(FILE_HEADER);
      long packets = 0;
      long reordered = 0;
      long highest = 0;
      for (byte[] frame = next(data); frame != null; frame = next(data)) {
        long sequence = sequence(frame);
        packets++;
        if (sequence <= highest) {
          reordered++;
        }
        highest = Math.max(highest, sequence);
      }
      return new EspSequences(packets, reordered);
    }
  }

  /** Null at the end. */
  private static byte[] next(DataInputStream data) throws IOException {
    try {
      data.skipNBytes(TIME);
    } catch (EOFException e) {
      return null;
    }
    int length = Integer.reverseBytes(data.readInt());
    data.readInt();
    return data.readNBytes(length);
  }

  private static long sequence(byte[] frame) throws IOException {
    if (frame.length < SEQUENCE + 4 || frame[PROTOCOL] != ClearFrames.PROTOCOL_ESP) {
      throw new IOException("a frame of " + frame.length + " octets is no ESP packet");
    }
    long sequence = 0;
    for (int i = 0; i < 4; i++) {
      sequence = sequence << 8 | (frame[SEQUENCE + i] & 0xFF);
    }
    return sequence;
  }
}

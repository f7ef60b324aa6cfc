package io.yett.perf.latency;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of /proc that is read again and again, without garbage: a measurement must not cause the
 * collections that it looks for. One thread.
 */
final class ProcFile implements AutoCloseable {
  private static final int BYTES = 16_384;

  private final FileChannel channel;
  private final ByteBuffer text = ByteBuffer.allocateDirect(BYTES);

  ProcFile(Path path) throws IOException {
    this.channel = FileChannel.open(path, StandardOpenOption.READ);
  }

  /** Reads the file anew, its first 16 KiB. */
  void read() throws IOException {
    text.clear();
    int count;
    do {
      count = channel.read(text, text.position());
    } while (count > 0);
    text.flip();
  }

  /**
   * A number of the first line that begins so.
   *
   * @param field which word of the line, from 0
   * @return 0 if there is no such line or word
   */
  long number(String lineBegin, int field) {
    int at = 0;
    while (at < text.limit()) {
      if (startsWith(at, lineBegin)) {
        return word(at, field);
      }
      while (at < text.limit() && text.get(at) != '\n') {
        at++;
      }
      at++;
    }
    return 0;
  }

  private boolean startsWith(int at, String begin) {
    if (at + begin.length() > text.limit()) {
      return false;
    }
    for (int i = 0; i < begin.length(); i++) {
      if (text.get(at + i) != begin.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private long word(int line, int field) {
    int at = line;
    for (int i = 0; i < field; i++) {
      while (isWithin(at) && !isBlank(at)) {
        at++;
      }
      while (isWithin(at) && isBlank(at)) {
        at++;
      }
    }
    long value = 0;
    for (; isWithin(at) && Character.isDigit(text.get(at)); at++) {
      value = value * 10 + text.get(at) - '0';
    }
    return value;
  }

  private boolean isWithin(int at) {
    return at < text.limit() && text.get(at) != '\n';
  }

  private boolean isBlank(int at) {
    return text.get(at) == ' ' || text.get(at) == '\t';
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

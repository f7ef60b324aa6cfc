package io.yett.dataplane.sachannel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;

/** Writes into the rings as a client that keeps to no rule. */
final class RawRings {
  private RawRings() {}

  static void write(Path path, byte[] message) throws SaChannelException {
    try (SaChannelFile file = SaChannelFile.open(path)) {
      new ManyToOneRingBuffer(SaChannelDescriptor.commandRing(file.buffer()))
          .write(EventRing.RECORD_TYPE, new UnsafeBuffer(message), 0, message.length);
    }
  }

  /** Claims room for a message and leaves it so: the record keeps its negative length. */
  static void claim(Path path, int length) throws SaChannelException {
    try (SaChannelFile file = SaChannelFile.open(path)) {
      new ManyToOneRingBuffer(SaChannelDescriptor.commandRing(file.buffer()))
          .tryClaim(EventRing.RECORD_TYPE, length);
    }
  }

  /** Random octets into a ring, its trailer with the positions too, now and then all over. */
  static void scribble(Path path, Random random, boolean commandRing) throws SaChannelException {
    try (SaChannelFile file = SaChannelFile.open(path)) {
      UnsafeBuffer ring =
          commandRing
              ? SaChannelDescriptor.commandRing(file.buffer())
              : SaChannelDescriptor.eventRing(file.buffer());
      int start = random.nextBoolean() ? 0 : ring.capacity() - 768;
      int length = random.nextInt(10) == 0 ? ring.capacity() : 768;
      for (int i = start; i < Math.min(start + length, ring.capacity()); i++) {
        ring.putByte(i, (byte) random.nextInt());
      }
      if (random.nextBoolean()) {
        // A plausible length, so that the type and the rest are looked at as well.
        ring.putInt(0, random.nextInt(5000));
      }
    }
  }

  /** Whether the octets are anywhere in the file. */
  static boolean holds(Path path, byte[] key) throws IOException {
    byte[] file = Files.readAllBytes(path);
    for (int i = 0; i + key.length <= file.length; i++) {
      if (file[i] == key[0] && Arrays.equals(file, i, i + key.length, key, 0, key.length)) {
        return true;
      }
    }
    return false;
  }

  static void zero(Path path) throws SaChannelException {
    try (SaChannelFile file = SaChannelFile.open(path)) {
      SaChannelDescriptor.wipeRings(file.buffer());
    }
  }
}

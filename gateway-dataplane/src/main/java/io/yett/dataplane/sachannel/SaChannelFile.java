package io.yett.dataplane.sachannel;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The mapped file of the SA channel. It holds keys for moments, so {@link SaChannelAccess} says who
 * may open it, and neither side follows a symbolic link. Owned by one thread.
 */
final class SaChannelFile implements AutoCloseable {
  private static final String ATTRIBUTES = "unix:mode,uid,gid,ino,dev,size,isRegularFile";
  private static final int ATTEMPTS = 8;

  private final Path path;
  private final long inode;
  private final Arena arena;
  private final UnsafeBuffer buffer;

  private SaChannelFile(Path path, long inode, Arena arena, MemorySegment mapped) {
    this.path = path;
    this.inode = inode;
    this.arena = arena;
    this.buffer = new UnsafeBuffer(mapped.address(), (int) mapped.byteSize());
  }

  /**
   * Makes a new file with an open descriptor, in one step for all who look at the path. A file of a
   * data plane that died is wiped and replaced.
   */
  static SaChannelFile create(Path path, int commandCapacity, int eventCapacity, long epoch)
      throws SaChannelException {
    Path fresh = path.resolveSibling(path.getFileName() + "." + ProcessHandle.current().pid());
    SaChannelAccess access = SaChannelAccess.of(path);
    try {
      Files.deleteIfExists(fresh);
      try {
        fill(fresh, SaChannelDescriptor.totalLength(commandCapacity, eventCapacity));
        access.open(fresh);
        SaChannelFile file = map(path, fresh);
        SaChannelDescriptor.write(file.buffer, commandCapacity, eventCapacity, epoch);
        publish(fresh, path);
        return file;
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw new SaChannelException(
          "cannot make the SA channel "
              + path
              + " ("
              + e.getMessage()
              + "); it needs "
              + SaChannelDescriptor.totalLength(commandCapacity, eventCapacity) / 1024
              + " KiB there; see `channel` in the configuration",
          e);
    }
  }

  /** Opens a data plane's file; null if there is none yet. */
  static SaChannelFile open(Path path) throws SaChannelException {
    try {
      Map<String, Object> attributes = attributes(path);
      SaChannelAccess.of(path).check(attributes);
      if ((long) attributes.get("size") < SaChannelDescriptor.LENGTH) {
        throw new SaChannelException(
            path + " is too short for an SA channel; restart the data plane");
      }
      SaChannelFile file = map(path, path);
      String fault = SaChannelDescriptor.fault(file.buffer, file.buffer.capacity());
      if (fault != null) {
        file.close();
        throw new SaChannelException(path + " " + fault);
      }
      return file;
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new SaChannelException(
          "cannot open the SA channel " + path + " (" + e + "); " + SaChannelAccess.REMEDY, e);
    }
  }

  UnsafeBuffer buffer() {
    return buffer;
  }

  /** Whether the file, if it is still there, has its full length: only then may it be touched. */
  boolean whole() {
    try {
      Map<String, Object> attributes = attributes(path);
      return (long) attributes.get("ino") != inode
          || (long) attributes.get("size") == buffer.capacity();
    } catch (IOException e) {
      return true;
    }
  }

  /** Whether the path still names this file, and nobody cut it. */
  boolean current() {
    try {
      Map<String, Object> attributes = attributes(path);
      return (long) attributes.get("ino") == inode
          && (long) attributes.get("size") == buffer.capacity();
    } catch (IOException e) {
      return false;
    }
  }

  /** Removes the file from its directory, if the path still names it. */
  void remove() {
    try {
      if ((long) attributes(path).get("ino") == inode) {
        Files.delete(path);
      }
    } catch (IOException e) {
      return; // somebody else removed it
    }
  }

  /** Unmaps; the buffer must not be used again. */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      buffer.wrap(0, 0);
      arena.close();
    }
  }

  private static Map<String, Object> attributes(Path path) throws IOException {
    return Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
  }

  /** Makes a file of zeros. They are written, not skipped: a full /dev/shm is an error here. */
  private static void fill(Path path, long length) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path,
            Set.of(CREATE_NEW, WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(64 * 1024);
      long left = length;
      while (left > 0) {
        zeros.clear().limit((int) Math.min(zeros.capacity(), left));
        left -= channel.write(zeros);
      }
    }
  }

  private static SaChannelFile map(Path path, Path now) throws IOException {
    try (FileChannel channel =
        FileChannel.open(now, Set.of(READ, WRITE, LinkOption.NOFOLLOW_LINKS))) {
      long size = channel.size();
      if (size > Integer.MAX_VALUE) {
        throw new IOException("too long");
      }
      long inode = (long) attributes(now).get("ino");
      Arena arena = Arena.ofShared();
      return new SaChannelFile(
          path, inode, arena, channel.map(FileChannel.MapMode.READ_WRITE, 0, size, arena));
    }
  }

  /** Gives the file its name. A link, because that fails where a rename would replace. */
  private static void publish(Path fresh, Path path) throws IOException, SaChannelException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        Files.createLink(path, fresh);
        return;
      } catch (FileAlreadyExistsException e) {
        clearLeftover(path);
      }
    }
    throw new SaChannelException(path + " is being made by others again and again");
  }

  /** Wipes and removes the file of a data plane that died; refuses anything else. */
  private static void clearLeftover(Path path) throws IOException, SaChannelException {
    try (FileChannel channel =
        FileChannel.open(path, Set.of(READ, WRITE, LinkOption.NOFOLLOW_LINKS))) {
      Map<String, Object> attributes = attributes(path);
      SaChannelAccess.of(path).check(attributes);
      // Of two data planes that start together, one clears; the other looks again.
      try (FileLock lock = channel.tryLock()) {
        if (lock == null || (long) attributes(path).get("ino") != (long) attributes.get("ino")) {
          return;
        }
        wipe(path, channel);
        Files.delete(path);
      }
    } catch (NoSuchFileException e) {
      return; // somebody else cleared it
    } catch (IOException e) {
      if (Files.isSymbolicLink(path)) {
        throw new SaChannelException(path + " is a symbolic link; remove it or set `channel`", e);
      }
      throw e;
    }
  }

  private static void wipe(Path path, FileChannel channel) throws IOException, SaChannelException {
    long size = Math.min(channel.size(), Integer.MAX_VALUE);
    if (size < SaChannelDescriptor.SERVER_HEARTBEAT_OFFSET) {
      throw new SaChannelException(path + " is not an SA channel; remove it or set `channel`");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, size, arena);
      UnsafeBuffer old = new UnsafeBuffer(mapped.address(), (int) size);
      if (old.getLong(SaChannelDescriptor.MAGIC_OFFSET) != SaChannelDescriptor.MAGIC) {
        throw new SaChannelException(path + " is not an SA channel; remove it or set `channel`");
      }
      long server = old.getLong(SaChannelDescriptor.SERVER_PROCESS_OFFSET);
      if (serverAlive(old)) {
        throw new SaChannelException(
            "another data plane (process "
                + ProcessIdentity.pid(server)
                + ") serves "
                + path
                + "; stop it, or set another `channel`");
      }
      old.putIntVolatile(SaChannelDescriptor.STATE_OFFSET, SaChannelDescriptor.STATE_CLOSED);
      if (size > SaChannelDescriptor.LENGTH) {
        SaChannelDescriptor.wipeRings(old);
      }
    }
  }

  private static boolean serverAlive(UnsafeBuffer old) {
    int state = old.getIntVolatile(SaChannelDescriptor.STATE_OFFSET);
    return state == SaChannelDescriptor.STATE_OPEN
        && Liveness.alive(
            old.getLong(SaChannelDescriptor.SERVER_PROCESS_OFFSET),
            old.getLong(SaChannelDescriptor.SERVER_PID_NAMESPACE_OFFSET),
            old.getLongVolatile(SaChannelDescriptor.SERVER_HEARTBEAT_OFFSET),
            System.nanoTime());
  }
}

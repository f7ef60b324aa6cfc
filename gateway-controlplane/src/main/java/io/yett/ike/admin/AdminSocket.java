package io.yett.ike.admin;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The admin socket's file: made so that nobody else can open it at any moment, taken over from a
 * dead process only, and removed at the end only if it is still ours.
 */
final class AdminSocket implements AutoCloseable {
  private final ServerSocketChannel channel;
  private final Path file;
  private final Object fileKey;

  private AdminSocket(ServerSocketChannel channel, Path file, Object fileKey) {
    this.channel = channel;
    this.file = file;
    this.fileKey = fileKey;
  }

  /**
   * Binds the socket; its directory is made if it is not there (0700).
   *
   * @throws IOException in one line that names the remedy
   */
  static AdminSocket bind(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    prepareDirectory(directory);
    removeStale(file);
    // Bound under another name, closed to others, then renamed: it is never open, not even briefly.
    Path fresh = directory.resolve("." + file.getFileName() + "." + ProcessHandle.current().pid());
    Files.deleteIfExists(fresh);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(fresh));
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      return new AdminSocket(channel, file, attributes(file).fileKey());
    } catch (IOException e) {
      channel.close();
      Files.deleteIfExists(fresh);
      throw new IOException(
          "cannot open the admin socket "
              + file
              + ": "
              + e.getMessage()
              + "; set run-directory to a writable directory with a short path",
          e);
    }
  }

  ServerSocketChannel channel() {
    return channel;
  }

  @Override
  public void close() {
    try {
      channel.close();
      if (fileKey.equals(attributes(file).fileKey())) {
        Files.delete(file);
      }
    } catch (IOException e) {
      // Gone already, or another process's by now: nothing of ours is left.
    }
  }

  private static void prepareDirectory(Path directory) throws IOException {
    Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rwx------");
    try {
      if (Files.notExists(directory)) {
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(owner));
      }
      Set<PosixFilePermission> found = Files.getPosixFilePermissions(directory);
      if (found.contains(PosixFilePermission.OTHERS_WRITE)
          || found.contains(PosixFilePermission.GROUP_WRITE)) {
        throw new IOException("others may write to it: chmod 0700 " + directory);
      }
    } catch (IOException e) {
      throw new IOException("run-directory " + directory + " cannot be used: " + describe(e), e);
    }
  }

  /** Removes a socket on which nobody answers; anything else stays, and is an error. */
  private static void removeStale(Path file) throws IOException {
    try {
      if (!attributes(file).isOther()) {
        throw new IOException(file + " is not a socket: move it away, or change run-directory");
      }
    } catch (NoSuchFileException e) {
      return;
    }
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.connect(UnixDomainSocketAddress.of(file));
    } catch (IOException refused) {
      Files.deleteIfExists(file);
      return;
    }
    throw new IOException(
        "a control plane is running already and answers at "
            + file
            + ": stop it first, or change run-directory");
  }

  private static PosixFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static String describe(IOException e) {
    return e instanceof java.nio.file.AccessDeniedException ? "permission denied" : e.getMessage();
  }
}

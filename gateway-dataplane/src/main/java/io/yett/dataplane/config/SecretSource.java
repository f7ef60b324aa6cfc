package io.yett.dataplane.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * Where a secret is: in a file of its own, or in place in the configuration file. It is read when
 * it is needed, and the reader wipes it. Never prints the secret. Not thread-safe.
 */
public final class SecretSource {
  /** No key or pre-shared key comes near this; a bigger file is a mistake. */
  static final int MAX_FILE_OCTETS = 4_096;

  /** Private keys, and PKCS #12 files with a chain of certificates. */
  private static final int MAX_KEY_FILE_OCTETS = 262_144;

  private final Path file;
  private final Secret inline;

  private SecretSource(Path file, Secret inline) {
    this.file = file;
    this.inline = inline;
  }

  /** A secret in a file of its own, which must not be readable by group or others. */
  public static SecretSource ofFile(Path file) {
    return new SecretSource(file, null);
  }

  /** A secret in place, as text; the source keeps it until {@link #wipe()}. */
  public static SecretSource ofText(Secret text) {
    return new SecretSource(null, text);
  }

  /**
   * Reads a key that is written in hexadecimal (blanks, newlines and a leading 0x are ignored). The
   * caller wipes it.
   *
   * @param octets the exact length that it must have
   * @throws ConfigException in one line, naming the file and the remedy, never the contents
   */
  public Secret readHex(int octets) {
    byte[] text = readText();
    try {
      return SecretText.parseHex(text, octets, this::describe);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /**
   * Reads a pre-shared key: its octets without the newline at the end, or what follows {@code 0x}
   * as hexadecimal. The caller wipes it.
   *
   * @throws ConfigException in one line, naming the file and the remedy, never the contents
   */
  public Secret readPsk() {
    byte[] text = readText();
    try {
      return SecretText.parsePsk(text, this::describe);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /**
   * Reads a file with a private key, as it is. The caller wipes it.
   *
   * @throws ConfigException in one line, naming the file and the remedy, never the contents
   */
  public Secret readKeyFile() {
    return Secret.owning(readText(MAX_KEY_FILE_OCTETS));
  }

  /** Overwrites a secret that was in place. Idempotent; nothing to do for files. */
  public void wipe() {
    if (inline != null) {
      inline.wipe();
    }
  }

  /** The file's name, or words for a secret in place. */
  public String describe() {
    return file == null ? "the value in place" : file.toString();
  }

  @Override
  public String toString() {
    return "SecretSource[" + describe() + "]";
  }

  private byte[] readText() {
    return readText(MAX_FILE_OCTETS);
  }

  private byte[] readText(int maxOctets) {
    if (inline != null) {
      return inline.octets().clone();
    }
    try {
      checkPermissions(file);
      return readBounded(file, maxOctets);
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": no such file", e);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Refuses a file that group or others may read or write. */
  static void checkPermissions(Path file) throws IOException {
    Set<PosixFilePermission> open = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    open.removeAll(
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE));
    if (!open.isEmpty()) {
      throw new ConfigException(
          file + ": holds a secret but group or others have access: chmod 600 " + file);
    }
  }

  private static byte[] readBounded(Path file, int maxOctets) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] text = in.readNBytes(maxOctets + 1);
      if (text.length > maxOctets) {
        Arrays.fill(text, (byte) 0);
        throw new ConfigException(
            file + ": longer than " + maxOctets + " octets, so it is no key file");
      }
      return text;
    }
  }
}

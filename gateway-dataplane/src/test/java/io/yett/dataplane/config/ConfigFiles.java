package io.yett.dataplane.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes configuration and secret files for tests. */
final class ConfigFiles {
  /** The smallest file that is in order; tests add to it. */
  static final String MINIMAL =
      """
      version: 1
      dataplane:
        ports:
          - name: red
            device: net_null0
            addresses: [10.1.0.1/24]
          - name: black
            device: net_null1
            addresses: [192.0.2.1/24]
      """;

  private ConfigFiles() {}

  static Path write(Path directory, String text) throws IOException {
    return write(directory, "gateway.yaml", text, "rw-------");
  }

  static Path write(Path directory, String name, String text, String mode) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file;
  }
}

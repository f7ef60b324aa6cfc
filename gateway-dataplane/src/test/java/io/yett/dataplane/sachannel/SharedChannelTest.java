package io.yett.dataplane.sachannel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two planes that run as two users, with a directory for their common group. Needs root. */
@Timeout(60)
class SharedChannelTest {
  private static final int GROUP = 61_003;
  private static final int OTHER_GROUP = 61_004;
  private static final int CONTROL_PLANE = 61_002;

  @TempDir Path parent;
  private Path directory;
  private Path path;

  @BeforeEach
  void directoryForAGroup() throws IOException {
    assumeTrue(ProcessIdentity.effectiveUid() == 0, "needs root");
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
    directory = Files.createDirectory(parent.resolve("yett"));
    Files.setAttribute(directory, "unix:gid", GROUP);
    Files.setAttribute(directory, "unix:mode", 02750);
    path = directory.resolve("channel");
  }

  private static SaChannelServer server(Path path) throws SaChannelException {
    return SaChannelServer.create(
        path, ChannelPair.CAPACITY, ChannelPair.CAPACITY, System::nanoTime);
  }

  /** Whether the kernel lets a user who is in one group besides its own read and write the file. */
  private boolean mayUse(int group) throws Exception {
    Process process =
        new ProcessBuilder(
                "setpriv",
                "--reuid=" + CONTROL_PLANE,
                "--regid=" + CONTROL_PLANE,
                "--groups=" + group,
                "sh",
                "-c",
                "exec 3<>\"$0\"",
                path.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    int code = process.waitFor();
    assertThat(output.strip()).matches(code == 0 ? "" : ".*Permission denied");
    return code == 0;
  }

  @Test
  void fileIsForTheGroupOfItsDirectory() throws Exception {
    try (ChannelPair pair = new ChannelPair(path)) {
      assertThat(Files.getAttribute(path, "unix:gid")).isEqualTo(GROUP);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-rw----");
      assertThat(mayUse(GROUP)).isTrue();
      assertThat(mayUse(OTHER_GROUP)).isFalse();
      for (int i = 0; i < 40; i++) {
        pair.turn();
      }
      assertThat(pair.events.events).anyMatch(event -> event.startsWith("attached"));
    }
  }

  @Test
  void directoryThatTheGroupMayWriteToIsRefused() throws Exception {
    Files.setAttribute(directory, "unix:mode", 02770);
    assertThatThrownBy(() -> server(path))
        .isInstanceOf(SaChannelException.class)
        .hasMessageContaining("only its owner may write to it: chmod 2750 " + directory);
  }

  @Test
  void fileOfAnotherThanTheDirectorysOwnerIsRefused() throws Exception {
    try (SaChannelServer server = server(path)) {
      Files.setAttribute(path, "unix:uid", CONTROL_PLANE);
      assertThat(status())
          .contains("belongs to user " + CONTROL_PLANE + ", its directory to user 0");
      server.poll(new RecordedCommands(), 1);
    }
  }

  @Test
  void fileOfAnotherGroupOrOpenToOthersIsRefused() throws Exception {
    try (SaChannelServer server = server(path)) {
      Files.setAttribute(path, "unix:gid", OTHER_GROUP);
      assertThat(status()).contains("is open to other users");
      Files.setAttribute(path, "unix:gid", GROUP);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-r--"));
      assertThat(status()).contains("is open to other users");
      server.poll(new RecordedCommands(), 1);
    }
  }

  private String status() {
    try (SaChannelClient client = new SaChannelClient(path)) {
      client.poll(new RecordedEvents(), 10);
      assertThat(client.attached()).isFalse();
      return client.status();
    }
  }
}

package io.yett.dataplane.sachannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may make, open, replace and trust the file. */
class SaChannelFileTest {
  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void privateDirectory() {
    path = directory.resolve("channel");
  }

  private static SaChannelServer server(Path path) throws SaChannelException {
    return SaChannelServer.create(
        path, ChannelPair.CAPACITY, ChannelPair.CAPACITY, System::nanoTime);
  }

  private String clientStatus() {
    try (SaChannelClient client = new SaChannelClient(path)) {
      client.poll(new RecordedEvents(), 10);
      assertThat(client.attached()).isFalse();
      return client.status();
    }
  }

  private void patch(int offset, int length, long value) throws IOException {
    ByteBuffer number = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(0, value);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(offset);
      file.write(number.array(), 0, length);
    }
  }

  @Test
  void fileIsForItsOwnerAlone() throws Exception {
    try (SaChannelServer server = server(path)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
      assertThat(server.clientAttached()).isFalse();
    }
    assertThat(path).doesNotExist();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void clientWaitsForDataPlane() {
    assertThat(clientStatus()).contains("no data plane at " + path);
  }

  @Test
  void otherLayoutVersionIsRefused() throws Exception {
    try (SaChannelServer server = server(path)) {
      patch(SaChannelDescriptor.LAYOUT_OFFSET, 4, 2);
      assertThat(clientStatus())
          .contains("has layout 2, this version of Yett knows layout 1; install the same version");
      server.poll(new RecordedCommands(), 1);
    }
  }

  @Test
  void wrongMagicIsRefused() throws Exception {
    try (SaChannelServer server = server(path)) {
      patch(SaChannelDescriptor.MAGIC_OFFSET, 8, 42);
      assertThat(clientStatus()).contains("is not an SA channel; check `channel`");
      server.poll(new RecordedCommands(), 1);
    }
  }

  @Test
  void wrongSectionsAreRefused() throws Exception {
    int[] fields = {
      SaChannelDescriptor.COMMAND_RING_OFFSET,
      SaChannelDescriptor.COMMAND_RING_LENGTH_OFFSET,
      SaChannelDescriptor.EVENT_RING_OFFSET,
      SaChannelDescriptor.EVENT_RING_LENGTH_OFFSET
    };
    for (int field : fields) {
      for (int value : new int[] {0, -1, 7, 64, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        try (SaChannelServer server = server(path)) {
          patch(field, 4, value);
          assertThat(clientStatus())
              .as("field %d value %d", field, value)
              .contains("damaged descriptor; restart the data plane");
          assertThat(server.clientAttached()).isFalse();
        }
      }
    }
  }

  @Test
  void truncatedFileIsRefusedAtEveryLength() throws Exception {
    byte[] whole;
    try (SaChannelServer server = server(path)) {
      whole = Files.readAllBytes(path);
      assertThat(server.clientAttached()).isFalse();
    }
    for (int length : new int[] {0, 1, 8, 100, 4095, 4096, 8192, whole.length - 1}) {
      Files.deleteIfExists(path);
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(path, java.util.Arrays.copyOf(whole, length));
      assertThat(clientStatus()).as("length %d", length).contains("restart the data plane");
    }
  }

  @Test
  void dataPlaneMakesRemovedOrCutFileAnewAndClientComesBack() throws Exception {
    try (ChannelPair pair = new ChannelPair(path)) {
      Files.delete(path);
      comeBack(pair);
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
        file.setLength(file.length() - 4096); // the rounding behind the rings: nothing is there
      }
      comeBack(pair);
    }
  }

  private static void comeBack(ChannelPair pair) {
    pair.events.events.clear();
    for (int i = 0; i < 40; i++) {
      pair.turn();
    }
    assertThat(pair.events.events).hasSize(2);
    assertThat(pair.events.events.get(0)).startsWith("detached");
    // The same data plane with the same SAs.
    assertThat(pair.events.events.get(1)).isEqualTo("attached restarted=false");
  }

  @Test
  void fileOpenToOthersIsRefused() throws Exception {
    try (SaChannelServer server = server(path)) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
      assertThat(clientStatus()).contains("is open to other users");
      assertThat(server.clientAttached()).isFalse();
    }
  }

  @Test
  void fileOfAnotherUserIsRefusedByBothSides() throws Exception {
    assumeTrue(ProcessIdentity.effectiveUid() == 0, "needs root, to give a file to another user");
    try (SaChannelServer server = server(path)) {
      Files.setAttribute(path, "unix:uid", 65_534, LinkOption.NOFOLLOW_LINKS);
      assertThat(clientStatus()).contains("belongs to user 65534, this process runs as user 0");
      assertThatThrownBy(() -> server(path)).hasMessageContaining("belongs to user 65534");
      assertThat(server.clientAttached()).isFalse();
    }
  }

  @Test
  void symbolicLinkIsNotFollowedByEitherSide() throws Exception {
    Path target = Files.writeString(directory.resolve("target"), "precious".repeat(1000));
    Files.createSymbolicLink(path, target);
    assertThatThrownBy(() -> server(path)).hasMessageContaining("symbolic link");
    assertThat(clientStatus()).contains("is not a regular file");
    assertThat(target).hasContent("precious".repeat(1000));
    assertThat(path).isSymbolicLink();
  }

  @Test
  void fileThatIsNoChannelIsLeftAlone() throws Exception {
    for (String content : Set.of("", "short", "precious".repeat(1000))) {
      Files.writeString(path, content);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      assertThatThrownBy(() -> server(path))
          .isInstanceOf(SaChannelException.class)
          .hasMessageContaining("is not an SA channel; remove it or set `channel`");
      assertThat(path).hasContent(content);
    }
  }

  @Test
  void secondDataPlaneIsRefusedWithThePidOfTheFirst() throws Exception {
    try (SaChannelServer server = server(path)) {
      assertThatThrownBy(() -> server(path))
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThat(clientAttaches(server)).isTrue();
    }
  }

  private boolean clientAttaches(SaChannelServer server) {
    RecordedCommands commands = new RecordedCommands();
    commands.answerTo = server;
    try (SaChannelClient client = new SaChannelClient(path)) {
      for (int i = 0; i < 10; i++) {
        client.poll(new RecordedEvents(), 10);
        server.poll(commands, 10);
      }
      return client.attached();
    }
  }

  @Test
  void fileOfADeadDataPlaneIsWipedAndReplaced() throws Exception {
    byte[] left;
    try (SaChannelServer server = server(path)) {
      left = Files.readAllBytes(path);
      assertThat(server.clientAttached()).isFalse();
    }
    Files.createFile(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    java.util.Arrays.fill(left, SaChannelDescriptor.LENGTH, left.length, (byte) 0x5A);
    Files.write(path, left);
    // A process that never was: pid 4194304 is beyond what Linux gives out.
    patch(SaChannelDescriptor.SERVER_PROCESS_OFFSET, 8, (1L << 62) | 1);
    Path other = Files.createLink(directory.resolve("hold"), path);
    try (SaChannelServer server = server(path)) {
      byte[] old = Files.readAllBytes(other);
      for (int i = SaChannelDescriptor.LENGTH; i < old.length; i++) {
        assertThat(old[i]).isZero();
      }
      assertThat(clientAttaches(server)).isTrue();
    }
  }

  @Test
  void directoryOpenToAllIsRefused() throws Exception {
    Path open = Files.createDirectory(directory.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> server(open.resolve("channel"))).hasMessageContaining("not sticky");
    assertThatThrownBy(() -> server(directory.resolve("none").resolve("channel")))
        .hasMessageContaining("there is no directory");
    assertThatThrownBy(() -> server(Path.of("channel"))).hasMessageContaining("absolute path");
  }
}

package io.yett.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a killed run leaves behind is removed; what others own is not touched. */
@Timeout(60)
class LedgerTest {
  /** A pid that no process can have: beyond the kernel's highest pid_max. */
  private static final String DEAD_OWNER = "owner 4194305:1\n";

  @TempDir Path runs;

  @Test
  void removesProcessesNamespacesAndFolderOfADeadRun() throws Exception {
    Optional<String> obstacle = Lab.obstacle();
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    String name = "yt-left-" + ProcessHandle.current().pid();
    Command.check("ip", "netns", "add", name);
    Process process = new ProcessBuilder("sleep", "600").start();
    try {
      ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();
      Path run = write("1", DEAD_OWNER + "netns " + name + "\nprocess " + identity + "\n");

      assertThat(Lab.removeAbandoned(runs)).isEqualTo(1);

      assertThat(process.waitFor()).isEqualTo(128 + 9);
      assertThat(Path.of("/run/netns", name)).doesNotExist();
      assertThat(run).doesNotExist();
      assertThat(Lab.removeAbandoned(runs)).isZero();
    } finally {
      process.destroyForcibly();
      NetworkNamespace.deleteIfExists(name);
    }
  }

  @Test
  void neverKillsAProcessThatOnlyHasTheSamePid() throws Exception {
    Process process = new ProcessBuilder("sleep", "600").start();
    try {
      ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();
      ProcessIdentity earlier = new ProcessIdentity(identity.pid(), identity.startTicks() - 1);
      write("1", DEAD_OWNER + "process " + earlier + "\n");

      assertThat(Lab.removeAbandoned(runs)).isEqualTo(1);

      assertThat(process.isAlive()).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void leavesARunAloneWhoseOwnerLives() throws IOException {
    Path run = write("1", "owner " + ProcessIdentity.self() + "\n");

    assertThat(Lab.removeAbandoned(runs)).isZero();

    assertThat(run).exists();
  }

  @Test
  void closedLaboratoryLeavesNothing() {
    Optional<String> obstacle = Lab.obstacle();
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    Path folder;
    NetworkNamespace namespace;
    LabProcess process;
    try (Lab lab = new Lab(runs, "yt")) {
      folder = lab.folder();
      namespace = lab.namespace("gone");
      process =
          lab.start(
              namespace.command(java.util.List.of("sleep", "600")), folder.resolve("sleep.log"));
      assertThat(process.isAlive()).isTrue();
    }
    assertThat(process.isAlive()).isFalse();
    assertThat(folder).doesNotExist();
    assertThat(Path.of("/run/netns", namespace.name())).doesNotExist();
  }

  private Path write(String run, String text) throws IOException {
    Path folder = Files.createDirectories(runs.resolve(run));
    Files.writeString(folder.resolve(Ledger.FILE), text);
    return folder;
  }
}

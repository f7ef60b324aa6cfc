package io.yett.perf.compare;

import io.yett.perf.BenchException;
import io.yett.perf.contender.YettLane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A commit, built in a git worktree of its own. The worktree stays, so that it need not be built
 * again.
 *
 * @param name as people gave it, and the commit's short hash
 */
public record CommitBuild(String name, YettLane lane) {
  /** Of the lane's program that takes jobs; commits before it cannot be run. */
  private static final String PROTOCOL = "perf/src/main/java/io/yett/perf/lane/LaneJob.java";

  /**
   * Checks the commit out below {@code .yett/compare} and builds it.
   *
   * @param home the project's directory, a git clone
   * @param commit any name that git understands
   */
  public static CommitBuild of(Path home, String commit)
      throws BenchException, InterruptedException {
    if (commit.startsWith("-")) {
      throw new BenchException(commit + " is no commit");
    }
    String hash = git(home, "rev-parse", "--short=12", "--verify", commit + "^{commit}");
    Path tree = home.resolve(".yett/compare").resolve(hash);
    if (!Files.isDirectory(tree)) {
      git(home, "worktree", "prune");
      git(home, "worktree", "add", "--detach", tree.toString(), hash);
    }
    if (!Files.exists(tree.resolve(PROTOCOL))) {
      throw new BenchException(
          "commit " + commit + " is older than this benchmark; remedy: compare with a later one");
    }
    System.err.println("building " + commit + " in " + tree);
    run(tree, true, List.of("./yett", "build"));
    String classPath = tree.resolve("perf/target/lib") + "/*";
    return new CommitBuild(commit + " (" + hash + ")", new YettLane(tree, classPath));
  }

  /** What is built here and now. */
  public static CommitBuild ofWorkingTree(Path home) {
    return new CommitBuild(
        "working tree", new YettLane(home, System.getProperty("java.class.path")));
  }

  private static String git(Path home, String... arguments)
      throws BenchException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-C", home.toString()));
    command.addAll(List.of(arguments));
    return run(home, false, command);
  }

  private static String run(Path directory, boolean show, List<String> command)
      throws BenchException, InterruptedException {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
      // The launcher finds its own.
      builder.environment().remove("YETT_HOME");
      if (show) {
        builder.inheritIO();
      }
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new BenchException(String.join(" ", command) + " failed: " + output.strip());
      }
      return output.strip();
    } catch (IOException e) {
      throw new BenchException("cannot run " + String.join(" ", command) + ": " + e, e);
    }
  }
}

package io.yett.dpdk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a test program in a JVM of its own: DPDK can be started once per process. */
final class ChildJvm {
  private static final long SECONDS = 60;

  private ChildJvm() {}

  /** Exit code and everything that was printed. */
  record Result(int exitCode, String output) {}

  /**
   * Runs a class of this class path to its end.
   *
   * @param prefix a command that runs the rest of its arguments, or none
   */
  static Result run(
      List<String> prefix, List<String> jvmOptions, Class<?> main, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");
    command.add("-Xmx128m");
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Runs a command to its end. */
  static Result run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("yett-child", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new IOException("no end after " + SECONDS + " s: " + String.join(" ", command));
      }
      return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    } finally {
      Files.delete(output);
    }
  }
}

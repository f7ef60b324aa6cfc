package io.yett.perf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a command of this module as {@code ./yett} does, with a folder of its own as its home. */
public final class HomeJvm {
  private HomeJvm() {}

  /** Runs a main class to its end. */
  public static ChildJvm.Result run(Path home, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    Path project = Path.of("..").toAbsolutePath().normalize();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + project.resolve("deploy/jvm/bench.args"));
    command.addAll(List.of("-cp", ChildJvm.classPath(), main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
    builder.environment().put("YETT_HOME", home.toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new ChildJvm.Result(process.waitFor(), output);
  }
}

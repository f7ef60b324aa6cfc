package io.yett.perf.jcstress;

import io.yett.perf.Home;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * {@code ./yett bench jcstress [REGEX]}: all stress tests of what threads share, or those whose name
 * has a match, in jcstress's quick mode. Its own options may follow; they come before the defaults,
 * and {@code -h} shows them. The exit code is 1 if an outcome was seen that is forbidden.
 */
@Command(
    name = "jcstress",
    description = "Stress tests of what threads share; -h shows the options of jcstress")
public final class JcstressMain implements Callable<Integer> {
  /** Agrona reads jdk.internal.misc, in the JVMs that run the tests as well. */
  private static final String JVM_ARGUMENTS =
      "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED --enable-native-access=ALL-UNNAMED";

  @Unmatched private List<String> arguments = new ArrayList<>(); // picocli adds to it

  /** Entry point. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new JcstressMain()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    Path directory = Home.directory().resolve(".yett/jcstress");
    try {
      Files.createDirectories(directory);
      return run(directory, arguments);
    } catch (IOException e) {
      System.err.println(
          "yett bench jcstress: cannot work in "
              + directory
              + ": "
              + e.getMessage()
              + "; remedy: set YETT_HOME to a folder that may be written");
      return 1;
    }
  }

  /** In a process of its own: jcstress leaves its files where it is started. */
  private static int run(Path directory, List<String> args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath(), org.openjdk.jcstress.Main.class.getName()));
    command.addAll(options(args));
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    int exit = process.waitFor();
    System.err.println("The whole report: " + directory.resolve("results/index.html"));
    return exit == 0 ? 0 : 1;
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The defaults that were not given otherwise; a first word without a hyphen chooses tests. */
  private static List<String> options(List<String> args) {
    List<String> options = new ArrayList<>();
    List<String> given = args;
    if (!args.isEmpty() && !args.getFirst().startsWith("-")) {
      options.addAll(List.of("-t", args.getFirst()));
      given = args.subList(1, args.size());
    }
    if (Stream.of("-m", "-p").noneMatch(given::contains)) {
      options.addAll(List.of("-m", "quick"));
    }
    if (!given.contains("-jvmArgsPrepend")) {
      options.addAll(List.of("-jvmArgsPrepend", JVM_ARGUMENTS));
    }
    options.addAll(given);
    return options;
  }
}

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * {@code ./yett test}: runs {@code mvn verify}, shows one line per test class, and sums up from the
 * test reports. Run from its source, so that it is there before anything has been built.
 */
final class RunTests {
  private static final Pattern MODULE = Pattern.compile("Building (Yett :: \\S+) .*");
  private static final Pattern CLASS_DONE =
      Pattern.compile(
          ".*Tests run: (\\d+), Failures: (\\d+), Errors: (\\d+), Skipped: (\\d+),"
              + " Time elapsed: ([\\d.,]+) s.* -- in (\\S+).*");
  private static final Pattern ANSI = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");
  private static final int SHOWN_ERRORS = 25;
  private static final int SHOWN_TRACE_LINES = 6;

  private static final PrintStream out = System.out;

  private record Outcome(String name, String kind, String detail) {}

  public static void main(String[] args) throws Exception {
    List<String> options = Arrays.asList(args).subList(1, args.length);
    if (options.contains("--help") || options.contains("-h")) {
      out.println(
          """
          usage: ./yett test [PATTERN]

          Installs what the tests need, builds everything, and runs all tests and the format check.
          PATTERN runs some test classes only, e.g. 'Esp*Test'. The whole output is in .yett/test.log.
          What cannot run on this machine is skipped, by name and with its reason.""");
      return;
    }
    System.exit(run(Path.of(args[0]), options));
  }

  private static int run(Path home, List<String> options) throws Exception {
    long begin = System.nanoTime();
    Path log = home.resolve(".yett/test.log");
    Files.createDirectories(log.getParent());
    deleteOldReports(home);
    int exit = maven(home, options, log);
    List<Outcome> outcomes = readReports(home);
    return summarize(outcomes, exit, log, Duration.ofNanos(System.nanoTime() - begin));
  }

  private static int maven(Path home, List<String> options, Path log) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("mvn", "-B", "-f", home.resolve("pom.xml").toString()));
    // A failed test must not hide the tests of later modules; the summary below decides.
    command.add("-Dmaven.test.failure.ignore=true");
    if (!options.isEmpty()) {
      command.add("-Dtest=" + String.join(",", options));
      command.add("-Dsurefire.failIfNoSpecifiedTests=false");
    }
    command.add("verify");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder
        .environment()
        .merge(
            "MAVEN_OPTS",
            "--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED",
            (mine, ours) -> ours + " " + mine);
    Process process = builder.start();
    Thread stop = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(stop);
    List<String> errors = new ArrayList<>();
    try (BufferedReader reader = process.inputReader();
        PrintStream logFile = new PrintStream(Files.newOutputStream(log), true)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String text = ANSI.matcher(line).replaceAll("");
        logFile.println(text);
        show(text, errors);
      }
    }
    int exit = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(stop);
    if (exit != 0) {
      out.println();
      errors.stream().limit(SHOWN_ERRORS).forEach(out::println);
    }
    return exit;
  }

  private static void show(String line, List<String> errors) {
    Matcher module = MODULE.matcher(line);
    Matcher done = CLASS_DONE.matcher(line);
    if (module.find()) {
      out.println(module.group(1));
    } else if (done.matches()) {
      int run = Integer.parseInt(done.group(1));
      int bad = Integer.parseInt(done.group(2)) + Integer.parseInt(done.group(3));
      int skipped = Integer.parseInt(done.group(4));
      String state = bad > 0 ? "FAIL" : skipped == run ? "skip" : "ok";
      out.printf(
          "  %-4s  %-64s %4d tests  %7s s%s%s%n",
          state,
          done.group(6).replace("io.yett.", ""),
          run,
          done.group(5),
          bad > 0 ? ", " + bad + " failed" : "",
          skipped > 0 ? ", " + skipped + " skipped" : "");
    } else if (line.startsWith("[ERROR]")) {
      errors.add(line);
    }
  }

  private static int summarize(List<Outcome> outcomes, int exit, Path log, Duration took) {
    long failed = outcomes.stream().filter(o -> o.kind().equals("failed")).count();
    long skipped = outcomes.stream().filter(o -> o.kind().equals("skipped")).count();
    long passed = outcomes.size() - failed - skipped;
    list("Skipped", "skipped", outcomes);
    list("Failed", "failed", outcomes);
    out.println();
    if (exit != 0) {
      out.println("the build failed: the whole output is in " + log);
    } else if (failed > 0) {
      out.println("the whole output is in " + log);
    } else if (passed == 0) {
      out.println("no test ran");
    }
    out.printf("all of it took %d min %02d s%n", took.toMinutes(), took.toSecondsPart());
    out.printf("%d passed, %d failed, %d skipped%n", passed, failed, skipped);
    return exit == 0 && failed == 0 && passed > 0 ? 0 : 1;
  }

  private static void list(String title, String kind, List<Outcome> outcomes) {
    List<Outcome> these = outcomes.stream().filter(o -> o.kind().equals(kind)).toList();
    if (!these.isEmpty()) {
      out.printf("%n%s:%n", title);
      these.forEach(o -> out.printf("  %s%n      %s%n", o.name(), o.detail()));
    }
  }

  private static List<Outcome> readReports(Path home) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    for (Path report : reports(home)) {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      Document document = factory.newDocumentBuilder().parse(report.toFile());
      Element suite = document.getDocumentElement();
      if (suite.getAttribute("tests").equals("0")) {
        // An assumption of @BeforeAll: no test of the class is named in the report, nor the reason.
        outcomes.add(
            new Outcome(
                suite.getAttribute("name"),
                "skipped",
                "the whole class: what it needs is not here, see its @BeforeAll"));
      }
      NodeList cases = document.getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        outcomes.add(outcome((Element) cases.item(i)));
      }
    }
    return outcomes;
  }

  private static Outcome outcome(Element testCase) {
    String name = testCase.getAttribute("classname") + "." + testCase.getAttribute("name");
    Element skip = child(testCase, "skipped");
    if (skip != null) {
      return new Outcome(name, "skipped", reason(skip));
    }
    for (String kind : List.of("failure", "error")) {
      Element bad = child(testCase, kind);
      if (bad != null) {
        List<String> trace =
            bad.getTextContent().strip().lines().limit(SHOWN_TRACE_LINES).map(String::strip).toList();
        return new Outcome(name, "failed", String.join("\n      ", trace));
      }
    }
    return new Outcome(name, "passed", "");
  }

  /** What the test said: the message of its assumption or of its @Disabled. */
  private static String reason(Element skip) {
    String message = skip.getAttribute("message");
    String text = message.isBlank() ? skip.getTextContent().strip() : message;
    return text.lines()
        .findFirst()
        .orElse("no reason given")
        .replaceFirst("^[\\w.$]+Exception: ", "")
        .replaceFirst("^Assumption failed: ", "");
  }

  private static Element child(Element parent, String tag) {
    NodeList found = parent.getElementsByTagName(tag);
    return found.getLength() == 0 ? null : (Element) found.item(0);
  }

  private static void deleteOldReports(Path home) throws IOException {
    for (Path report : reports(home)) {
      Files.delete(report);
    }
  }

  private static List<Path> reports(Path home) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> modules = Files.list(home)) {
      modules
          .map(module -> module.resolve("target/surefire-reports"))
          .filter(Files::isDirectory)
          .sorted(Comparator.naturalOrder())
          .forEach(folder -> found.addAll(xmlIn(folder)));
    }
    return found;
  }

  private static List<Path> xmlIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".xml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RunTests() {}
}

package io.yett.demo;

import io.yett.lab.Lab;
import io.yett.lab.LabException;
import io.yett.lab.StrongSwan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./yett demo}. */
@Command(
    name = "yett demo",
    mixinStandardHelpOptions = true,
    usageHelpWidth = 100,
    description = {
      "Brings up a real tunnel on this machine, between Yett and strongSwan, and proves it.",
      "",
      "Builds two sites, a gateway, a peer and an untrusted link out of network namespaces; starts"
          + " the data plane on DPDK ports, the control plane, and a strongSwan with its ESP in user"
          + " space. Then it pings, measures TCP, listens on the link, rekeys, kills things and"
          + " brings them back. Everything is removed at the end, also after Ctrl-C; what a killed"
          + " run left behind, the next one removes.",
      ""
    },
    exitCodeListHeading = "%nExit code:%n",
    exitCodeList = {"0:every step holds", "1:one does not", "2:it cannot run here; it says why"})
public final class Demo implements Callable<Integer> {
  private static final Path RUNS = Path.of("/run/yett-demo");
  private static final int CANNOT_RUN = 2;
  private static final int INTERRUPTED = 130;

  @Option(names = "--keep", description = "Leave it running, and say how to look around.")
  private boolean keep;

  @Option(names = "--stop", description = "Remove what --keep left running, and do nothing else.")
  private boolean stop;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the results there: {\"ok\", \"seconds\", \"steps\": [...]}.")
  private Path json;

  @Option(
      names = "--shape",
      paramLabel = "SHAPE",
      defaultValue = "fused",
      converter = Choice.Shape.class,
      description = "Shape of the data plane's lane: fused (default) or pipelined.")
  private String shape;

  @Option(
      names = "--port",
      paramLabel = "DRIVER",
      defaultValue = "auto",
      converter = Choice.Port.class,
      description =
          "DPDK driver of the gateway's ports: auto (default: AF_XDP, or else AF_PACKET),"
              + " net_af_xdp or net_af_packet.")
  private String port;

  @Option(
      names = "--auth",
      paramLabel = "KIND",
      defaultValue = "psk",
      converter = Choice.Auth.class,
      description =
          "How both ends prove who they are: psk (default), cert (certificates), or pq (psk, and"
              + " keys that a quantum computer alone does not open).")
  private DemoAuth auth;

  /** Runs the demo. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Demo())
        .setExecutionExceptionHandler((e, line, result) -> {
          if (!(e instanceof LabException || e instanceof UncheckedIOException)) {
            throw e;
          }
          line.getErr().println("yett: " + e.getMessage());
          return CANNOT_RUN;
        });
  }

  boolean keep() {
    return keep;
  }

  Path json() {
    return json;
  }

  String shape() {
    return shape;
  }

  DemoAuth auth() {
    return auth;
  }

  String port() {
    return port;
  }

  @Override
  public Integer call() throws IOException {
    Optional<String> obstacle = Lab.obstacle().or(StrongSwan::obstacle);
    if (obstacle.isPresent()) {
      throw new LabException("the demo " + obstacle.get());
    }
    Screen screen = Screen.detect();
    int removed = Lab.removeAbandoned(RUNS);
    if (removed > 0) {
      screen.aside("removed what an earlier run left behind");
    }
    if (stop) {
      screen.line(removed > 0 ? "stopped" : "nothing was running");
      return 0;
    }
    Lab lab = new Lab(RUNS, "yett");
    Thread interrupted = new Thread(() -> cleanUp(lab, screen), "clean-up");
    Runtime.getRuntime().addShutdownHook(interrupted);
    Play play = new Play(screen, new Stage(lab, auth), shape, port);
    Report report = play.run();
    if (!withdraw(interrupted)) {
      return INTERRUPTED;
    }
    if (json != null) {
      report.write(json);
    }
    end(lab, screen, play, report);
    return report.ok() ? 0 : 1;
  }

  private void end(Lab lab, Screen screen, Play play, Report report) throws IOException {
    if (!report.ok()) {
      Path kept = Logs.keep(lab.folder());
      screen.aside("the logs are in " + kept);
    }
    if (keep) {
      play.tellHowToLookAround();
      lab.leave();
    } else {
      lab.close();
    }
  }

  /** False if it is running already: somebody pressed Ctrl-C, and it removes everything. */
  private static boolean withdraw(Thread interrupted) {
    try {
      return Runtime.getRuntime().removeShutdownHook(interrupted);
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static void cleanUp(Lab lab, Screen screen) {
    screen.mute("\ninterrupted: removing everything");
    lab.close();
  }
}

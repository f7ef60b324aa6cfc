package io.yett.demo;

import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * What a person sees: a title, two lines for each step, a table at the end. In a terminal the
 * second line lives while its step runs; elsewhere there is neither colour nor motion. Thread-safe.
 */
final class Screen {
  private static final int NAME_WIDTH = 34;
  private static final long PLAIN_PROGRESS_NANOS = 5_000_000_000L;

  private static final String BOLD = "1";
  private static final String DIM = "2";
  private static final String RED = "31";
  private static final String GREEN = "32";

  private final PrintStream out;
  private final boolean terminal;
  private String current = "";
  private long begun;
  private long told;
  private Thread ticker;
  private boolean muted;

  Screen(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @SuppressWarnings("SystemConsoleNull") // java.base's own console is null without a terminal
  static Screen detect() {
    Console console = System.console();
    boolean terminal =
        console != null
            && console.isTerminal()
            && System.getenv("NO_COLOR") == null
            && !"dumb".equals(System.getenv("TERM"));
    return new Screen(System.out, terminal);
  }

  synchronized void line(String text) {
    if (!muted) {
      out.println(text);
      out.flush();
    }
  }

  void title(String text) {
    line(paint(BOLD, text));
  }

  void aside(String text) {
    line(paint(DIM, text));
  }

  /** Announces a step; from now on the second line counts its seconds. */
  synchronized void begin(int number, int of, String doing) {
    line("");
    line("%s %s".formatted(paint(DIM, "%2d/%d".formatted(number, of)), doing));
    current = "";
    begun = System.nanoTime();
    told = begun;
    if (terminal) {
      ticker = Thread.ofVirtual().start(this::tick);
    }
  }

  /** What the running step is at. */
  synchronized void progress(String what) {
    boolean changed = !what.equals(current);
    current = what;
    long now = System.nanoTime();
    if (terminal) {
      redraw();
    } else if (changed && now - told > PLAIN_PROGRESS_NANOS) {
      told = now;
      line("      ... %s".formatted(what));
    }
  }

  private void tick() {
    try {
      while (true) {
        synchronized (this) {
          redraw();
        }
        Thread.sleep(200);
      }
    } catch (InterruptedException e) {
      // The step has ended.
    }
  }

  private void redraw() {
    if (!muted) {
      double seconds = (System.nanoTime() - begun) / 1e9;
      out.print(
          "\r\u001b[K      "
              + paint(DIM, String.format(Locale.ROOT, "...   %5.1f s  %s", seconds, current)));
      out.flush();
    }
  }

  void end(Outcome outcome) {
    Thread ending;
    synchronized (this) {
      ending = ticker;
      ticker = null;
    }
    if (ending != null) {
      ending.interrupt();
    }
    synchronized (this) {
      if (terminal && !muted) {
        out.print("\r\u001b[K");
      }
      line("      " + verdict(outcome) + "  " + figure(outcome));
    }
  }

  /** From now on nothing is printed but the last word. */
  synchronized void mute(String lastWord) {
    if (terminal && !muted) {
      out.print("\r\u001b[K");
    }
    line(lastWord);
    muted = true;
  }

  void summary(List<Outcome> outcomes, int steps, double seconds) {
    line("");
    line(paint(BOLD, "Summary"));
    for (Outcome outcome : outcomes) {
      line(
          "  %s  %s %s"
              .formatted(verdict(outcome), padded(outcome.name(), NAME_WIDTH), figure(outcome)));
    }
    long held = outcomes.stream().filter(Outcome::ok).count();
    String total =
        String.format(Locale.ROOT, "%d of %d steps hold, in %.0f s", held, steps, seconds);
    line("");
    line(paint(held == steps ? GREEN : RED, total));
  }

  private String verdict(Outcome outcome) {
    return outcome.ok() ? paint(GREEN, "ok  ") : paint(RED, "FAIL");
  }

  private String figure(Outcome outcome) {
    String seconds = String.format(Locale.ROOT, "%5.1f s", outcome.seconds());
    return paint(DIM, seconds) + "  " + outcome.figure();
  }

  private static String padded(String text, int width) {
    return text.length() >= width ? text + " " : text + " ".repeat(width - text.length());
  }

  private String paint(String code, String text) {
    return terminal ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}

package io.yett.perf.ike;

import io.yett.ike.engine.Census;
import io.yett.ike.engine.EngineEvents;
import io.yett.ike.sa.ChildSaState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * Yett as the responder under test; arguments: how many peers, and the methods. It does what its
 * standard input says, a line each, and ends with it: {@code memory} says what the heap holds.
 */
public final class ResponderProgram {
  private static final long MAX_PARK_NANOS = 2_000_000;

  private ResponderProgram() {}

  /** Runs until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    int peers = Integer.parseInt(arguments[0]);
    List<Method> methods = Arrays.stream(arguments).skip(1).map(Method::valueOf).toList();
    ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    Thread reader = new Thread(() -> read(lines), "commands");
    reader.setDaemon(true);
    try (EngineLoop loop =
        new EngineLoop(ManyPeers.address(ManyPeers.RESPONDER), EngineEvents.NONE)) {
      loop.start(ManyPeers.ofResponder(peers, methods));
      System.out.println("ready");
      reader.start();
      IdleStrategy idle = new BackoffIdleStrategy(10, 10, 50_000, MAX_PARK_NANOS);
      for (String line = ""; !line.equals("end"); line = next(lines)) {
        if (line.equals("memory")) {
          System.out.println(memory(loop.engine().census()));
        }
        idle.idle(loop.doWork());
      }
    }
  }

  private static String next(ConcurrentLinkedQueue<String> lines) {
    String line = lines.poll();
    return line == null ? "" : line;
  }

  private static void read(ConcurrentLinkedQueue<String> lines) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      System.err.println("commands cannot be read: " + e.getMessage());
    }
    lines.add("end");
  }

  /** Octets that live on the heap, and Child SAs. */
  private static String memory(Census census) {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 2; i++) {
      runtime.gc();
    }
    return "memory "
        + (runtime.totalMemory() - runtime.freeMemory())
        + " "
        + census.childSas().getOrDefault(ChildSaState.INSTALLED, 0);
  }
}

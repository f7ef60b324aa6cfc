package io.yett.perf.ike;

import io.yett.ike.engine.EngineEvents;
import io.yett.ike.engine.Failure;
import io.yett.ike.engine.IkeEngine;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.IkeSaState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * The initiators; arguments: how many, how many at once, and the methods. Each line of standard
 * input, {@code ACTION METHOD}, is done for all of them, then told: {@code done MILLISECONDS}, or
 * {@code failed TEXT}. It ends with standard input.
 */
public final class DriverProgram implements EngineEvents {
  private static final long MAX_PARK_NANOS = 100_000;
  private static final long LIMIT = TimeUnit.MINUTES.toNanos(30);

  /** What all are to do. */
  enum Action {
    UP,
    REKEY_CHILD,
    REKEY_IKE,
    DOWN
  }

  private final int peers;
  private final int window;
  private final Set<String> underWay = new HashSet<>();
  private Action action;
  private String failure;

  private DriverProgram(int peers, int window) {
    this.peers = peers;
    this.window = window;
  }

  /** Runs until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    DriverProgram driver =
        new DriverProgram(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
    List<Method> methods = Arrays.stream(arguments).skip(2).map(Method::valueOf).toList();
    try (EngineLoop loop = new EngineLoop(ManyPeers.address(ManyPeers.DRIVER), driver);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      loop.start(
          methods.stream()
              .flatMap(method -> ManyPeers.ofDriver(driver.peers, method).stream())
              .toList());
      System.out.println("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ", 2);
        System.out.println(
            driver.doForAll(loop, Action.valueOf(words[0]), Method.valueOf(words[1])));
      }
    }
  }

  private String doForAll(EngineLoop loop, Action wanted, Method method) {
    action = wanted;
    failure = null;
    underWay.clear();
    long begin = System.nanoTime();
    IdleStrategy idle = new BackoffIdleStrategy(10, 10, 1000, MAX_PARK_NANOS);
    int begun = 0;
    while ((begun < peers || !underWay.isEmpty()) && failure == null) {
      while (begun < peers && underWay.size() < window) {
        begin(loop.engine(), ManyPeers.name(method, begun++));
      }
      idle.idle(loop.doWork());
      if (System.nanoTime() - begin > LIMIT) {
        failure = underWay.size() + " are not done in time: " + underWay.iterator().next();
      }
    }
    return failure == null
        ? "done " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)
        : "failed " + action.name().toLowerCase(Locale.ROOT) + ": " + failure;
  }

  private void begin(IkeEngine engine, String connection) {
    underWay.add(connection);
    long now = System.nanoTime();
    String refused =
        switch (action) {
          case UP -> engine.initiate(connection, null, now);
          case REKEY_CHILD -> engine.rekeyChild(connection, null, now);
          case REKEY_IKE -> engine.rekeyIkeSa(connection, now);
          case DOWN -> engine.terminate(connection, null, now);
        };
    if (refused != null) {
      failure = refused;
    }
  }

  @Override
  public void childSaState(
      String connection, String child, int inboundSpi, int outboundSpi, ChildSaState state) {
    boolean up = action == Action.UP && state == ChildSaState.INSTALLED;
    // The old one is gone at both ends.
    boolean rekeyed = action == Action.REKEY_CHILD && state == ChildSaState.CLOSED;
    if (up || rekeyed) {
      underWay.remove(connection);
    }
  }

  @Override
  public void ikeSaState(String connection, long ikeSaId, IkeSaState state) {
    boolean ends = action == Action.REKEY_IKE || action == Action.DOWN;
    if (ends && state == IkeSaState.CLOSED) {
      underWay.remove(connection);
    }
  }

  @Override
  public void failed(String connection, String childOrNull, Failure why) {
    failure = connection + ": " + why.text();
  }

  @Override
  public void internalError(RuntimeException fault) {
    failure = "internal error: " + fault;
  }
}

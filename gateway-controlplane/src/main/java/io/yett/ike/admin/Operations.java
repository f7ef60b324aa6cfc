package io.yett.ike.admin;

import io.yett.ike.engine.ConnectionView;
import io.yett.ike.engine.EngineEvents;
import io.yett.ike.engine.Failure;
import io.yett.ike.engine.IkeEngine;
import io.yett.ike.engine.IkeSaView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What operators asked for, followed to its end: by the engine's events, and by how the connection
 * stands. Owned by the ike thread.
 */
public final class Operations implements EngineEvents {
  /** Operations that can be looked up; older ones are forgotten. */
  static final int KEPT = 64;

  private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(5);

  /** Operation to what is still to be rekeyed; the empty name is the IKE SA. */
  private final Map<Operation, Set<String>> awaited = new LinkedHashMap<>();

  private final Map<Long, Operation> operations = new LinkedHashMap<>();
  private final Map<String, String> hints = new LinkedHashMap<>();
  private long nextId = 1;
  private long nextCheck;

  /** Why an operation was not begun; the API answers it with 409. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String why) {
      super(why);
    }
  }

  Operation get(long id) {
    return operations.get(id);
  }

  /** Brings a connection up. */
  Operation up(IkeEngine engine, String connection, long now) throws Refused {
    Operation operation = begin(Operation.Action.UP, connection, null, now);
    refuse(operation, engine.initiate(connection, null, now));
    return operation;
  }

  /** Takes a connection down. */
  Operation down(IkeEngine engine, String connection, long now) throws Refused {
    Operation operation = begin(Operation.Action.DOWN, connection, null, now);
    refuse(operation, engine.terminate(connection, null, now));
    return operation;
  }

  /** Rekeys the IKE SA. */
  Operation rekeyIkeSa(IkeEngine engine, String connection, long now) throws Refused {
    Operation operation = begin(Operation.Action.REKEY, connection, null, now);
    awaited.put(operation, new HashSet<>(Set.of("")));
    refuse(operation, engine.rekeyIkeSa(connection, now));
    return operation;
  }

  /** Rekeys these children of a connection; {@code child} is null if all were asked for. */
  Operation rekeyChildren(
      IkeEngine engine, String connection, String child, List<String> names, long now)
      throws Refused {
    Operation operation = begin(Operation.Action.REKEY, connection, child, now);
    awaited.put(operation, new HashSet<>(names));
    refuse(operation, engine.rekeyChild(connection, child, now));
    return operation;
  }

  /** Looks how connections stand; to be called often. Returns how much was done. */
  public int doWork(IkeEngine engine, long now) {
    if (now - nextCheck < 0 || operations.values().stream().noneMatch(Operation::running)) {
      return 0;
    }
    nextCheck = now + CHECK_NANOS;
    for (Operation operation : List.copyOf(operations.values())) {
      if (operation.running()) {
        check(operation, engine.connection(operation.connection(), now), now);
      }
    }
    return 1;
  }

  private void check(Operation operation, ConnectionView view, long now) {
    if (view == null) {
      operation.fail("the connection is gone");
      return;
    }
    switch (operation.action()) {
      case UP -> checkUp(operation, view);
      case DOWN -> checkDown(operation, view);
      case REKEY -> checkRekey(operation, view);
    }
    if (operation.running() && now - operation.startedNanos() > LIMIT_NANOS) {
      operation.fail("given up after 5 minutes; last seen: " + operation.detail());
    }
    if (!operation.running()) {
      awaited.remove(operation);
    }
  }

  private void checkUp(Operation operation, ConnectionView view) {
    if (view.state() == ConnectionView.State.UP) {
      IkeSaView sa = view.ikeSas().isEmpty() ? null : view.ikeSas().getLast();
      operation.succeed(sa == null ? "up" : "up, " + sa.suite() + " with " + peer(sa));
      return;
    }
    Failure failure = view.failure();
    if (failure != null && failure.atNanos() - operation.startedNanos() >= 0) {
      operation.fail(failure.text());
      return;
    }
    String hint = hints.getOrDefault(view.name(), "");
    operation.progress(
        view.ikeSas().isEmpty()
            ? "starting" + hint
            : progress(view.ikeSas().getLast(), view.state()) + hint);
  }

  private static String progress(IkeSaView sa, ConnectionView.State state) {
    return switch (sa.state()) {
      case CONNECTING -> "IKE_SA_INIT with " + peer(sa);
      case AUTHENTICATING -> "IKE_AUTH with " + peer(sa);
      default ->
          state == ConnectionView.State.PARTIAL
              ? "IKE SA established, installing Child SAs"
              : "IKE SA " + Views.lower(sa.state());
    };
  }

  private static void checkDown(Operation operation, ConnectionView view) {
    if (view.ikeSas().isEmpty() && view.state() == ConnectionView.State.DOWN) {
      operation.succeed("down");
    } else {
      operation.progress("telling the peer");
    }
  }

  private void checkRekey(Operation operation, ConnectionView view) {
    if (view.ikeSas().isEmpty()) {
      operation.fail(view.failure() == null ? "the connection went down" : view.failure().text());
    } else {
      operation.progress("CREATE_CHILD_SA with " + peer(view.ikeSas().getLast()));
    }
  }

  @Override
  public void rekeyed(String connection, String childOrNull) {
    awaited.forEach((operation, names) -> {
      if (operation.running() && operation.connection().equals(connection)) {
        names.remove(childOrNull == null ? "" : childOrNull);
        if (names.isEmpty()) {
          operation.succeed("rekeyed");
        }
      }
    });
  }

  @Override
  public void failed(String connection, String childOrNull, Failure failure) {
    hints.remove(connection);
    awaited.forEach((operation, names) -> {
      boolean concerned = childOrNull == null || names.contains(childOrNull);
      if (operation.connection().equals(connection) && concerned) {
        operation.fail(failure.text());
      }
    });
  }

  @Override
  public void retransmitted(String connection, int attempt) {
    if (connection != null) {
      hints.put(connection, ", no answer yet, try " + attempt);
    }
  }

  @Override
  public void exchange(String connection, String type, boolean initiator, boolean ok) {
    hints.remove(connection);
  }

  private Operation begin(Operation.Action action, String connection, String child, long now)
      throws Refused {
    List<Long> old = new ArrayList<>(operations.keySet());
    for (long id : old) {
      if (operations.size() >= KEPT && !operations.get(id).running()) {
        operations.remove(id);
      }
    }
    if (operations.size() >= KEPT) {
      throw new Refused("too many operations are under way; wait for one to end");
    }
    Operation operation = new Operation(nextId++, action, connection, child, now);
    hints.remove(connection);
    operations.put(operation.id(), operation);
    return operation;
  }

  private void refuse(Operation operation, String why) throws Refused {
    if (why != null) {
      operations.remove(operation.id());
      awaited.remove(operation);
      throw new Refused(why);
    }
  }

  private static String peer(IkeSaView sa) {
    return Views.socketAddress(sa.remote());
  }
}

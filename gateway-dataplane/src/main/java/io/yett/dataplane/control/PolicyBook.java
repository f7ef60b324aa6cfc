package io.yett.dataplane.control;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.PolicySpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SPD's master copy: the configuration file's policies and those of the control plane, merged
 * by order. The lanes get the whole SPD at each change; changes that come while one is under way
 * wait and go together. Owned by the control thread.
 */
final class PolicyBook {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyBook.class);

  /**
   * One change: a policy to put, or with null the name to remove.
   *
   * @param name of the policy
   */
  record Change(String name, PolicySpec policy) {
    static Change put(PolicySpec policy) {
      return new Change(policy.name(), policy);
    }

    static Change remove(String name) {
      return new Change(name, null);
    }
  }

  private record Request(List<Change> changes, Map<String, PolicySpec> whole, Completion answer) {}

  private final PacketEngine engine;
  private final List<PolicySpec> configured;
  private final Set<String> configuredNames = new HashSet<>();
  private final Queue<Request> waiting = new ArrayDeque<>();
  private Map<String, PolicySpec> current = new LinkedHashMap<>();
  private boolean busy;

  PolicyBook(PacketEngine engine, List<PolicySpec> configured) {
    this.engine = engine;
    this.configured = List.copyOf(configured);
    configured.forEach(policy -> configuredNames.add(policy.name()));
  }

  /** Carries out changes together, in their order: all of them or none. */
  void apply(List<Change> changes, Completion answer) {
    waiting.add(new Request(changes, null, answer));
    next();
  }

  /** What {@link #restore} takes. */
  Map<String, PolicySpec> snapshot() {
    return new LinkedHashMap<>(current);
  }

  /** Goes back to a snapshot. */
  void restore(Map<String, PolicySpec> snapshot, Completion answer) {
    waiting.add(new Request(List.of(), snapshot, answer));
    next();
  }

  /** The whole SPD in order. */
  List<PolicySpec> ordered() {
    return merge(current);
  }

  boolean configured(String name) {
    return configuredNames.contains(name);
  }

  /** Gives the lanes what waits, unless a change is under way. */
  private void next() {
    if (busy || waiting.isEmpty()) {
      return;
    }
    Map<String, PolicySpec> changed = new LinkedHashMap<>(current);
    List<Request> requests = new ArrayList<>();
    for (Request request = waiting.poll(); request != null; request = waiting.poll()) {
      Map<String, PolicySpec> attempt =
          new LinkedHashMap<>(request.whole == null ? changed : request.whole);
      String unknown = change(attempt, request);
      if (unknown == null) {
        changed = attempt;
        requests.add(request);
      } else {
        refuse(request, unknown);
      }
    }
    if (!requests.isEmpty()) {
      give(changed, requests);
    }
  }

  private void refuse(Request request, String name) {
    boolean ours = configuredNames.contains(name);
    request.answer.done(
        ours ? CommandError.INVALID : CommandError.NOT_FOUND,
        ours
            ? "policy " + name + " is the configuration file's; choose another name"
            : "there is no policy " + name);
  }

  /** Returns the name that cannot be changed; null if all could. */
  private String change(Map<String, PolicySpec> policies, Request request) {
    for (Change change : request.changes) {
      if (configuredNames.contains(change.name)) {
        return change.name;
      }
      if (change.policy != null) {
        policies.put(change.name, change.policy);
      } else if (policies.remove(change.name) == null) {
        return change.name;
      }
    }
    return null;
  }

  private void give(Map<String, PolicySpec> changed, List<Request> requests) {
    busy = true;
    engine.updatePolicies(
        merge(changed),
        (error, text) -> {
          busy = false;
          if (error == CommandError.NONE) {
            current = changed;
          } else {
            LOG.warn("the lanes refused the policies: {} {}", error, text);
          }
          requests.forEach(request -> request.answer.done(error, text));
          next();
        });
  }

  private List<PolicySpec> merge(Map<String, PolicySpec> dynamic) {
    List<PolicySpec> all = new ArrayList<>(configured);
    all.addAll(dynamic.values());
    all.sort(Comparator.comparingInt(PolicySpec::order)); // stable
    return all;
  }
}

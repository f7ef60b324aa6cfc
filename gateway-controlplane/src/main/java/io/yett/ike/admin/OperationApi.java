package io.yett.ike.admin;

import io.yett.ike.ControlAgent;
import io.yett.ike.engine.IkeEngine;
import io.yett.ike.pad.Child;
import io.yett.ike.pad.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Starts operations on connections, and shows how they stand. */
final class OperationApi {
  private final ControlAgent agent;

  OperationApi(ControlAgent agent) {
    this.agent = agent;
  }

  AdminApi.Work watch(String id) {
    return answer -> {
      Operation operation =
          id.matches("[0-9]{1,18}") ? agent.operations().get(Long.parseLong(id)) : null;
      answer.complete(
          operation == null
              ? AdminResponse.error(404, "not_found", "no such operation; the last 64 are kept")
              : AdminResponse.ok(Json.object("operation", operation.toJson(System.nanoTime()))));
    };
  }

  AdminApi.Work start(String connection, String action, Map<String, String> query) {
    return answer -> answer.complete(started(connection, action, query));
  }

  private AdminResponse started(String name, String action, Map<String, String> query) {
    Optional<Connection> connection =
        agent.connections().stream().filter(c -> c.name().equals(name)).findFirst();
    if (connection.isEmpty()) {
      List<String> names = agent.connections().stream().map(Connection::name).limit(20).toList();
      return AdminResponse.error(
          404,
          "not_found",
          names.isEmpty()
              ? "no connection is configured"
              : "no connection named " + name + "; there are: " + String.join(", ", names));
    }
    Set<String> allowed = action.equals("rekey") ? Set.of("ike", "child") : Set.of();
    if (!allowed.containsAll(query.keySet()) || query.size() > 1) {
      return AdminResponse.error(
          400, "bad_request", action + " does not take " + String.join(" and ", query.keySet()));
    }
    if (!agent.started()) {
      return AdminResponse.error(409, "conflict", ListApi.detail(agent));
    }
    try {
      long now = System.nanoTime();
      Operation operation = begin(connection.get(), action, query, now);
      if (operation == null) {
        return AdminResponse.error(404, "not_found", "no such action; there are: up, down, rekey");
      }
      agent.operations().doWork(agent.engine(), now);
      return AdminResponse.accepted(Json.object("operation", operation.toJson(now)));
    } catch (Operations.Refused e) {
      return AdminResponse.error(409, "conflict", e.getMessage());
    }
  }

  private Operation begin(Connection connection, String action, Map<String, String> query, long now)
      throws Operations.Refused {
    Operations operations = agent.operations();
    IkeEngine engine = agent.engine();
    return switch (action) {
      case "up" -> operations.up(engine, connection.name(), now);
      case "down" -> operations.down(engine, connection.name(), now);
      case "rekey" ->
          "true".equals(query.get("ike"))
              ? operations.rekeyIkeSa(engine, connection.name(), now)
              : rekeyChildren(connection, query.get("child"), now);
      default -> null;
    };
  }

  private Operation rekeyChildren(Connection connection, String child, long now)
      throws Operations.Refused {
    List<String> names = connection.children().stream().map(Child::name).toList();
    if (child != null && !names.contains(child)) {
      throw new Operations.Refused(
          "connection "
              + connection.name()
              + " has no child named "
              + child
              + "; there are: "
              + String.join(", ", names));
    }
    return agent
        .operations()
        .rekeyChildren(
            agent.engine(), connection.name(), child, child == null ? names : List.of(child), now);
  }
}

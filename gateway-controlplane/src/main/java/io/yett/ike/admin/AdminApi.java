package io.yett.ike.admin;

import io.yett.ike.ControlAgent;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The API's paths (docs/admin-api.md). Each answer is made on the ike thread, so it is of one
 * moment.
 */
public final class AdminApi implements AdminHandler {
  private final ControlAgent agent;
  private final StatusApi status;
  private final ListApi lists;
  private final OperationApi operations;

  public AdminApi(ControlAgent agent, ProcessFacts facts) {
    this.agent = agent;
    this.lists = new ListApi(agent, facts);
    this.status = new StatusApi(agent, facts);
    this.operations = new OperationApi(agent);
  }

  @Override
  public CompletableFuture<AdminResponse> handle(AdminRequest request) {
    Work work = route(request);
    CompletableFuture<AdminResponse> answer = new CompletableFuture<>();
    boolean queued =
        agent.execute(() -> {
          try {
            work.run(answer);
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    if (!queued) {
      answer.complete(AdminResponse.error(503, "busy", "too many requests wait; try again"));
    }
    return answer;
  }

  /** What one request does on the ike thread; it completes the answer at once or later. */
  @FunctionalInterface
  interface Work {
    void run(CompletableFuture<AdminResponse> answer);
  }

  private Work route(AdminRequest request) {
    List<String> path = request.path();
    if (path.size() < 2 || !path.getFirst().equals("v1")) {
      return notFound();
    }
    boolean action = path.size() == 4 && path.get(1).equals("connections");
    if (!request.method().equals(action ? "POST" : "GET")) {
      return answer ->
          answer.complete(
              AdminResponse.error(
                  405, "method_not_allowed", "this path takes " + (action ? "POST" : "GET")));
    }
    if (action) {
      return operations.start(path.get(2), path.get(3), request.query());
    }
    if (path.size() == 3 && path.get(1).equals("operations")) {
      return operations.watch(path.get(2));
    }
    return path.size() == 2 ? resource(path.get(1)) : notFound();
  }

  private Work resource(String name) {
    return switch (name) {
      case "status" -> status::status;
      case "sas" -> lists::sas;
      case "connections" -> lists::connections;
      case "policies" -> lists::policies;
      case "counters" -> lists::counters;
      default -> notFound();
    };
  }

  private static Work notFound() {
    return answer ->
        answer.complete(
            AdminResponse.error(
                404,
                "not_found",
                "no such path; there are: /v1/status, /v1/sas, /v1/connections, /v1/policies,"
                    + " /v1/counters, /v1/operations/{id}"));
  }
}

package io.yett.ike.admin;

import java.util.concurrent.CompletableFuture;

/** Answers requests. Called on the admin thread; must not block, and may answer later. */
@FunctionalInterface
public interface AdminHandler {
  /** The answer; it may be completed by any thread. */
  CompletableFuture<AdminResponse> handle(AdminRequest request);
}

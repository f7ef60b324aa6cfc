package io.yett.ike.admin;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small HTTP/1.1 server on a UNIX-domain socket, all on one thread: the JDK's own server binds
 * TCP only (docs/decisions). No client can hold it up: connections, octets and times are bounded.
 */
public final class AdminServer implements Runnable, AutoCloseable {
  /** Clients at a time; more are told to try again, and beyond twice as many are not even told. */
  static final int MAX_CONNECTIONS = 32;

  private static final long SELECT_MILLIS = 250;
  private static final long FAILURE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(SELECT_MILLIS);
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

  private final AdminSocket socket;
  private final Selector selector;
  private final AdminHandler handler;
  private final List<AdminConnection> connections = new ArrayList<>();
  private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
  private volatile boolean running;
  private volatile boolean closed;

  private AdminServer(AdminSocket socket, Selector selector, AdminHandler handler) {
    this.socket = socket;
    this.selector = selector;
    this.handler = handler;
  }

  /**
   * Binds the socket; requests are answered once {@link #run} is running.
   *
   * @param file the socket, made with mode 0600; one that a dead process left is replaced
   * @throws IOException in one line that names the remedy, also if another process answers there
   */
  public static AdminServer open(Path file, AdminHandler handler) throws IOException {
    AdminSocket socket = AdminSocket.bind(file);
    try {
      Selector selector = Selector.open();
      socket.channel().configureBlocking(false);
      socket.channel().register(selector, SelectionKey.OP_ACCEPT);
      return new AdminServer(socket, selector, handler);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Serves until {@link #close}; this is the admin thread. */
  @Override
  public void run() {
    running = true;
    while (!closed) {
      try {
        doWork();
      } catch (IOException | RuntimeException e) {
        LOG.warn("admin socket: {}", e.toString());
        // Such as no file descriptor left: it would come again at once.
        LockSupport.parkNanos(FAILURE_PAUSE_NANOS);
      }
    }
    connections.forEach(AdminConnection::close);
    release();
  }

  /** Ends {@link #run} soon; the socket's file goes with it. May be called by any thread. */
  @Override
  public void close() {
    closed = true;
    if (running) {
      selector.wakeup();
    } else {
      release();
    }
  }

  private void release() {
    try {
      selector.close();
    } catch (IOException e) {
      LOG.debug("closing the admin socket's selector", e);
    }
    socket.close();
  }

  private void doWork() throws IOException {
    selector.select(SELECT_MILLIS);
    long now = System.nanoTime();
    for (SelectionKey key : selector.selectedKeys()) {
      if (key.isValid() && key.isAcceptable()) {
        accept(now);
      } else if (key.isValid()) {
        serve((AdminConnection) key.attachment(), key, now);
      }
    }
    selector.selectedKeys().clear();
    for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
      answer.run();
    }
    for (AdminConnection connection : connections) {
      guarded(connection, () -> connection.checkDeadline(now));
    }
    connections.removeIf(AdminConnection::closed);
  }

  private void accept(long now) throws IOException {
    SocketChannel channel = socket.channel().accept();
    if (channel == null) {
      return;
    }
    channel.configureBlocking(false);
    connections.removeIf(AdminConnection::closed);
    if (connections.size() >= 2 * MAX_CONNECTIONS) {
      channel.close();
      return;
    }
    SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
    AdminConnection connection = new AdminConnection(channel, key, now);
    key.attach(connection);
    connections.add(connection);
    if (connections.size() > MAX_CONNECTIONS) {
      AdminResponse busy =
          AdminResponse.error(503, "busy", "too many connections at a time; try again");
      guarded(connection, () -> connection.answer(busy, now));
    }
  }

  private void serve(AdminConnection connection, SelectionKey key, long now) {
    guarded(
        connection,
        () -> {
          if (key.isWritable()) {
            connection.write(now);
          } else if (key.isReadable()) {
            AdminRequest request = connection.read(now);
            if (request != null) {
              dispatch(connection, request);
            }
          }
        });
  }

  private void dispatch(AdminConnection connection, AdminRequest request) {
    CompletableFuture<AdminResponse> answer;
    try {
      answer = handler.handle(request);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    var _ =
        answer
            .exceptionally(AdminServer::internalError)
            .thenAccept(response -> {
              answers.add(
                  () -> guarded(connection, () -> connection.answer(response, System.nanoTime())));
              selector.wakeup();
            });
  }

  private static AdminResponse internalError(Throwable failure) {
    LOG.warn("an admin request failed", failure);
    return AdminResponse.error(500, "internal", "the control plane failed; its log says more");
  }

  /** A client that goes away ends its own connection, nothing else. */
  private static void guarded(AdminConnection connection, ConnectionStep step) {
    try {
      step.run();
    } catch (IOException | RuntimeException e) {
      LOG.debug("admin client: {}", e.toString());
      connection.close();
    }
  }

  @FunctionalInterface
  private interface ConnectionStep {
    void run() throws IOException;
  }
}

package io.yett.ike.admin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * One client: its request comes in, its answer goes out, it is closed. Each stage has a deadline.
 * Owned by the admin thread.
 */
final class AdminConnection {
  private static final long READ_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long WRITE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MAX_DISCARDED = 64 << 10;

  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer head = ByteBuffer.allocate(RequestHead.MAX_LENGTH);
  private ByteBuffer answer;
  private boolean waiting;
  private boolean lingering;
  private int discarded;
  private long deadline;

  AdminConnection(SocketChannel channel, SelectionKey key, long now) {
    this.channel = channel;
    this.key = key;
    this.deadline = now + READ_NANOS;
  }

  /**
   * Reads what is there.
   *
   * @return the request once it is complete and well-formed; otherwise null, and an answer may be
   *     on its way
   */
  AdminRequest read(long now) throws IOException {
    if (lingering) {
      discard();
      return null;
    }
    int read = channel.read(head);
    int end = RequestHead.end(head.array(), head.position());
    if (end < 0) {
      if (read < 0) {
        close();
      } else if (!head.hasRemaining()) {
        answer(
            AdminResponse.error(
                431,
                "too_large",
                "the request's head is over " + RequestHead.MAX_LENGTH + " octets"),
            now);
      }
      return null;
    }
    if (end != head.position()) {
      answer(AdminResponse.error(400, "bad_request", "a request to this API has no body"), now);
      return null;
    }
    try {
      AdminRequest request = RequestHead.parse(head.array(), end);
      waiting = true;
      key.interestOps(0);
      deadline = now + ANSWER_NANOS;
      return request;
    } catch (IllegalArgumentException e) {
      answer(AdminResponse.error(400, "bad_request", e.getMessage()), now);
      return null;
    }
  }

  /** Begins to send the answer; a second one is ignored. */
  void answer(AdminResponse response, long now) throws IOException {
    if (answer != null || !channel.isOpen()) {
      return;
    }
    waiting = false;
    answer = response.encode();
    deadline = now + WRITE_NANOS;
    write(now);
  }

  /** Sends on; at the end, waits for the client to close. */
  void write(long now) throws IOException {
    channel.write(answer);
    if (answer.hasRemaining()) {
      key.interestOps(SelectionKey.OP_WRITE);
    } else {
      finish(now);
    }
  }

  /** Ends a stage that took too long. */
  void checkDeadline(long now) throws IOException {
    if (now - deadline < 0) {
      return;
    }
    if (answer != null) {
      close();
    } else if (waiting) {
      answer(AdminResponse.error(503, "busy", "the IKE thread does not answer; try again"), now);
    } else {
      answer(AdminResponse.error(408, "timeout", "the request did not arrive in time"), now);
    }
  }

  boolean closed() {
    return !channel.isOpen();
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing is lost with it.
    }
    Arrays.fill(head.array(), (byte) 0);
  }

  /**
   * Waits a moment for the client's end after an answer, and discards what it still sends: unread
   * octets would make the kernel reset the connection, and the client lose the answer.
   */
  private void finish(long now) throws IOException {
    channel.shutdownOutput();
    lingering = true;
    deadline = now + LINGER_NANOS;
    key.interestOps(SelectionKey.OP_READ);
  }

  private void discard() throws IOException {
    head.clear();
    discarded += RequestHead.MAX_LENGTH;
    if (channel.read(head) < 0 || discarded > MAX_DISCARDED) {
      close();
    }
  }
}

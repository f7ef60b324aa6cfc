package io.yett.dataplane.sachannel;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/** Every bound of the SA channel, by name. */
public final class SaChannelLimits {
  /** Octets of the largest message with its header; a longer one is never sent and never read. */
  public static final int MAX_MESSAGE = 128 * 1024;

  /** Octets of the largest checkpoint of an IKE SA. */
  public static final int MAX_STATE = 64 * 1024;

  /** Octets of the largest IKE message: what fits a UDP datagram with the non-ESP marker. */
  public static final int MAX_IKE_MESSAGE = 65_507;

  /** Traffic selectors of one SA or policy, both sides together. */
  public static final int MAX_SELECTORS = 512;

  /** Octets of the longest key material. */
  public static final int MAX_KEY = 256;

  /** Characters of a policy's name. */
  public static final int MAX_POLICY_NAME = 256;

  /** Octets of the explanation of a failure; a longer one is cut. */
  public static final int MAX_EXPLANATION = 1024;

  static final int COMMAND_RING_CAPACITY = 4 * 1024 * 1024;
  static final int EVENT_RING_CAPACITY = 4 * 1024 * 1024;

  /** Agrona takes no message larger than an eighth of the ring. */
  static final int MIN_RING_CAPACITY = 8 * MAX_MESSAGE * 2;

  /** Answers that wait for room in the event ring; at this number no more commands are read. */
  static final int MAX_WAITING_ANSWERS = 4096;

  /** Expiries that wait for room in the event ring; what is beyond is dropped and counted. */
  static final int MAX_WAITING_EXPIRIES = 65_536;

  static final long LIVENESS_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Only for a process of another PID namespace, which cannot be looked up. */
  static final long HEARTBEAT_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);

  static final long ATTACH_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private SaChannelLimits() {}

  /** Room for one message, off the heap: the collector would leave copies of keys behind. */
  static UnsafeBuffer newMessageBuffer() {
    return new UnsafeBuffer(ByteBuffer.allocateDirect(MAX_MESSAGE));
  }
}

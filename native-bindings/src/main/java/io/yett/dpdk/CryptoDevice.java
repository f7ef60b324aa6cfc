package io.yett.dpdk;

/**
 * Something that runs crypto operations. One thread opens, configures, starts and closes it and
 * makes sessions; each queue pair is for one thread, which may be another.
 */
public sealed interface CryptoDevice extends AutoCloseable
    permits DpdkCryptoDevice, MultiBufferDevice {

  /** The device that is no device of DPDK: the multi-buffer library on the lane's own CPU. */
  String MULTI_BUFFER = "multi_buffer";

  /**
   * Opens a device, creating it first if need be.
   *
   * @param device devargs such as {@code crypto_aesni_gcm0}, the PCI address of one, or {@link
   *     #MULTI_BUFFER}
   */
  static CryptoDevice open(String device) {
    NativeLibrary.load();
    return device.equals(MULTI_BUFFER) ? MultiBufferDevice.open() : DpdkCryptoDevice.open(device);
  }

  String name();

  /** Name of the driver or library that does the work. */
  String driver();

  int maxQueuePairs();

  /** True if the device offers the algorithms with these lengths. */
  boolean supports(CryptoTransform transform);

  /**
   * Sets up queue pairs and room for sessions. The device is stopped.
   *
   * @param queuePairs one for each thread that will enqueue
   * @param descriptors operations in a queue pair, a power of two, at least two bursts
   * @param sessions how many sessions may exist at once
   */
  void configure(int queuePairs, int descriptors, int sessions);

  void start();

  /** Stops the device; nothing is in flight. */
  void stop();

  /**
   * Makes a session. The keys are copied into the device and not kept elsewhere; the caller wipes
   * its own copies.
   *
   * @param encrypt true to encrypt or generate, false to decrypt or verify
   * @param key the AEAD's or cipher's key; null if there is no cipher
   * @param authKey the integrity algorithm's key; null if there is none
   * @return the session's handle for {@link CryptoOp#session}
   */
  long createSession(CryptoTransform transform, boolean encrypt, byte[] key, byte[] authKey);

  /** Ends a session and zeroes its keys. No operation with it is in flight. */
  void destroySession(long session);

  /** Hands operations to the device; returns how many it took, from the front. */
  int enqueue(int queuePair, long ops, int count);

  /** Takes finished operations into the array; returns how many. */
  int dequeue(int queuePair, long ops, int count);

  /**
   * True if operations are done within the call that hands them over, so that {@link #run} always
   * does all of them and nothing is ever under way.
   */
  boolean isImmediate();

  /**
   * Runs operations to their end, in their order: enqueue, then dequeue into the same array.
   *
   * @return how many are done; fewer than {@code count} only if the device stopped working, and
   *     then the operations beyond belong to it
   */
  int run(int queuePair, long ops, int count);

  /**
   * Which cache lines of a session a small packet reads, a bit for each, bit 0 for the first at the
   * session's handle: what to ask for ahead with many sessions.
   */
  default int sessionLines() {
    return 0b11;
  }

  /**
   * Runs operations to their end, in their order, without a queue between; only if {@link
   * #isImmediate}.
   *
   * @return how many of them failed; the status of each says how
   */
  int runImmediate(int queuePair, long ops, int count);

  /** Stops and removes the device with all its sessions. Idempotent. */
  @Override
  void close();
}

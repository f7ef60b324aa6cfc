package io.yett.dpdk;

import io.yett.dpdk.generated.YettDpdk;
import io.yett.dpdk.generated.yett_crypto_info;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Locale;

/** A crypto device of DPDK's cryptodev library. */
final class DpdkCryptoDevice implements CryptoDevice {
  private final int id;
  private final String name;
  private final String driver;
  private final int maxQueuePairs;
  private long sessionPool;
  private int maxSessions;
  private boolean closed;

  private DpdkCryptoDevice(int id, MemorySegment info) {
    this.id = id;
    this.name = yett_crypto_info.name(info).getString(0);
    this.driver = yett_crypto_info.driver(info).getString(0);
    this.maxQueuePairs = yett_crypto_info.max_queue_pairs(info);
  }

  /** Opens a device, creating it first if need be. */
  static DpdkCryptoDevice open(String device) {
    NativeLibrary.load();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment cName = arena.allocateFrom(Port.deviceName(device));
      int id = YettDpdk.yett_crypto_by_name(cName);
      if (id < 0) {
        Errors.check(
            YettDpdk.yett_device_probe(arena.allocateFrom(device)),
            "open crypto device " + device,
            "check dataplane.lane.crypto; crypto_aesni_gcm and crypto_openssl come with Debian's dpdk");
        id = YettDpdk.yett_crypto_by_name(cName);
      }
      MemorySegment info = yett_crypto_info.allocate(arena);
      if (id < 0 || YettDpdk.yett_crypto_info(id, info) < 0) {
        throw new DpdkException(
            "device " + device + " is no crypto device; remedy: set dataplane.lane.crypto to auto");
      }
      if (yett_crypto_info.hardware(info) != 0) {
        throw new DpdkException(
            "crypto device "
                + device
                + " works outside the CPU, which this version does not drive; remedy: use"
                + " crypto_aesni_gcm0");
      }
      return new DpdkCryptoDevice(id, info);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String driver() {
    return driver;
  }

  @Override
  public int maxQueuePairs() {
    return maxQueuePairs;
  }

  @Override
  public boolean supports(CryptoTransform transform) {
    try (Arena arena = Arena.ofConfined()) {
      return YettDpdk.yett_crypto_supports(id, SessionRequest.describe(arena, transform, true))
          == 1;
    }
  }

  @Override
  public void configure(int queuePairs, int descriptors, int sessions) {
    if (queuePairs < 1 || queuePairs > maxQueuePairs) {
      throw new DpdkException(
          String.format(
              Locale.ROOT,
              "crypto device %s offers %d queue pairs, %d are asked for; remedy: use fewer lanes or workers",
              name,
              maxQueuePairs,
              queuePairs));
    }
    try (Arena arena = Arena.ofConfined()) {
      if (sessionPool == 0) {
        sessionPool =
            Errors.check(
                YettDpdk.yett_session_pool_create(
                    arena.allocateFrom("yett_sess_" + id), id, sessions, -1),
                "make room for " + sessions + " crypto sessions",
                "raise dataplane.eal.memory");
        maxSessions = sessions;
      }
      Errors.check(
          YettDpdk.yett_crypto_configure(id, (short) queuePairs, descriptors, sessionPool),
          "configure crypto device " + name,
          "raise dataplane.eal.memory, or use fewer lanes or workers");
    }
  }

  @Override
  public void start() {
    Errors.check(YettDpdk.yett_crypto_start(id), "start crypto device " + name, "use another");
  }

  @Override
  public void stop() {
    YettDpdk.yett_crypto_stop(id);
  }

  @Override
  public long createSession(
      CryptoTransform transform, boolean encrypt, byte[] key, byte[] authKey) {
    SessionRequest.checkKeys(transform, key, authKey);
    if (!supports(transform)) {
      throw SessionRequest.notOffered(name, transform);
    }
    return SessionRequest.withKeys(
        transform,
        encrypt,
        key,
        authKey,
        c ->
            Errors.check(
                YettDpdk.yett_session_create(id, c, sessionPool),
                "create a crypto session on " + name,
                "at most " + maxSessions + " sessions fit; raise the limit of SAs"));
  }

  @Override
  public void destroySession(long session) {
    Errors.check(
        YettDpdk.yett_session_free(id, session), "end a crypto session on " + name, "none");
  }

  @Override
  public int enqueue(int queuePair, long ops, int count) {
    return HotCalls.enqueue(id, queuePair, ops, count);
  }

  @Override
  public int dequeue(int queuePair, long ops, int count) {
    return HotCalls.dequeue(id, queuePair, ops, count);
  }

  @Override
  public boolean isImmediate() {
    return false;
  }

  @Override
  public int run(int queuePair, long ops, int count) {
    return HotCalls.cryptoRun(id, queuePair, ops, count);
  }

  @Override
  public int runImmediate(int queuePair, long ops, int count) {
    throw new UnsupportedOperationException(name + " has queues");
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      stop();
      Errors.check(YettDpdk.yett_crypto_close(id), "close crypto device " + name, "none");
      Errors.check(YettDpdk.yett_crypto_remove(id), "remove crypto device " + name, "none");
      if (sessionPool != 0) {
        YettDpdk.yett_pool_free(sessionPool);
        sessionPool = 0;
      }
    }
  }

  @Override
  public String toString() {
    return name + " (crypto device " + id + ", " + driver + ")";
  }
}

package io.yett.dpdk;

import io.yett.dpdk.generated.YettDpdk;
import io.yett.dpdk.generated.yett_crypto_info;
import io.yett.dpdk.generated.yett_session;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
      return YettDpdk.yett_crypto_supports(id, describe(arena, transform, true)) == 1;
    }
  }

  @Override
  public void configure(int queuePairs, int descriptors, int sessions) {
    if (queuePairs < 1 || queuePairs > maxQueuePairs) {
      throw new DpdkException(
          String.format(
              Locale.ROOT,
              "crypto device %s offers %d queue pairs, %d are asked for; remedy: use fewer workers",
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
          "raise dataplane.eal.memory, or use fewer workers");
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
    if ((key == null ? 0 : key.length) != transform.keyLength()
        || (authKey == null ? 0 : authKey.length) != transform.authKeyLength()) {
      throw new IllegalArgumentException("key length differs from " + transform.describe());
    }
    if (!supports(transform)) {
      throw new DpdkException(
          "crypto device "
              + name
              + " does not offer "
              + transform.describe()
              + "; remedy: set dataplane.lane.crypto to auto, or choose another algorithm");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment c = describe(arena, transform, encrypt);
      MemorySegment keys =
          arena.allocate(Math.max(1, transform.keyLength() + transform.authKeyLength()));
      try {
        if (key != null) {
          MemorySegment.copy(key, 0, keys, ValueLayout.JAVA_BYTE, 0, key.length);
        }
        if (authKey != null) {
          MemorySegment.copy(
              authKey, 0, keys, ValueLayout.JAVA_BYTE, transform.keyLength(), authKey.length);
        }
        yett_session.key(c, keys.address());
        yett_session.auth_key(c, keys.address() + transform.keyLength());
        return Errors.check(
            YettDpdk.yett_session_create(id, c, sessionPool),
            "create a crypto session on " + name,
            "at most " + maxSessions + " sessions fit; raise the limit of SAs");
      } finally {
        keys.fill((byte) 0);
      }
    }
  }

  private static MemorySegment describe(Arena arena, CryptoTransform transform, boolean encrypt) {
    MemorySegment c = yett_session.allocate(arena);
    yett_session.encrypt(c, encrypt ? 1 : 0);
    yett_session.aead(c, transform.aead().code());
    yett_session.cipher(c, transform.cipher().code());
    yett_session.auth(c, transform.auth().code());
    yett_session.key_length(c, (short) transform.keyLength());
    yett_session.auth_key_length(c, (short) transform.authKeyLength());
    yett_session.iv_offset(c, (short) Layout.OP_IV);
    yett_session.iv_length(c, (short) transform.ivLength());
    yett_session.digest_length(c, (short) transform.digestLength());
    yett_session.aad_length(c, (short) transform.aadLength());
    return c;
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
  public int runImmediate(long ops, int count) {
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

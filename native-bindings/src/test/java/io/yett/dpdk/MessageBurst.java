package io.yett.dpdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Messages of any algorithms through a crypto device, all at once, as a lane does. */
final class MessageBurst implements AutoCloseable {
  static final int MAX = 64;
  static final int DESCRIPTORS = 128;
  private static final int PRIVATE = 64;
  private static final int AAD = Layout.OP_IV + 16;

  final CryptoDevice device;
  private final Mempool mbufs;
  private final CryptoOpPool ops;
  private final long mbufArray = Memory.allocate(8L * MAX);
  private final long opArray = Memory.allocate(8L * MAX);

  /**
   * A message.
   *
   * @param head AAD of a combined-mode algorithm; of a chain what is authenticated before the text,
   *     in the packet or, if the transform has one, as AAD
   * @param text to encrypt or decrypt
   * @param tag as it came, or as long as it will be
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Message(
      CryptoTransform transform,
      boolean encrypt,
      byte[] key,
      byte[] authKey,
      byte[] iv,
      byte[] head,
      byte[] text,
      byte[] tag) {
    boolean isChain() {
      return transform.aead() == CryptoTransform.Aead.NONE;
    }

    private boolean isCcm() {
      return transform.aead() == CryptoTransform.Aead.AES_CCM;
    }
  }

  /** What came out; {@code status} is the operation's. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Result(byte status, byte[] text, byte[] tag) {
    boolean ok() {
      return status == Layout.OP_STATUS_SUCCESS;
    }
  }

  MessageBurst(String driver) {
    device =
        CryptoDevice.open(
            driver.equals(CryptoDevice.MULTI_BUFFER) ? driver : EalFixture.unique(driver));
    device.configure(1, DESCRIPTORS, 2 * MAX);
    device.start();
    mbufs = Mempool.create(EalFixture.unique("msg"), 127, 0, 4096);
    ops = CryptoOpPool.create(EalFixture.unique("msgop"), 127, PRIVATE);
  }

  Result run(Message message) {
    return run(List.of(message)).getFirst();
  }

  List<Result> run(List<Message> messages) {
    int count = messages.size();
    assertThat(mbufs.allocate(mbufArray, count)).isTrue();
    assertThat(ops.allocate(opArray, count)).isTrue();
    List<Long> sessions = new ArrayList<>();
    List<Long> inOrder = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Message m = messages.get(i);
      long session = device.createSession(m.transform(), m.encrypt(), m.key(), m.authKey());
      sessions.add(session);
      inOrder.add(op(i));
      prepare(m, mbuf(i), op(i), session);
    }
    assertThat(device.run(0, opArray, count)).isEqualTo(count);
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      assertThat(op(i)).as("order").isEqualTo(inOrder.get(i));
      results.add(result(messages.get(i), mbuf(i), op(i)));
    }
    Mbuf.free(mbufArray, count);
    CryptoOpPool.free(opArray, count);
    sessions.forEach(device::destroySession);
    return results;
  }

  private long mbuf(int i) {
    return Memory.getLong(mbufArray + 8L * i);
  }

  private long op(int i) {
    return Memory.getLong(opArray + 8L * i);
  }

  private static int textOffset(Message m) {
    return 16 + m.head().length;
  }

  private static void prepare(Message m, long mbuf, long op, long session) {
    long data = Mbuf.data(mbuf);
    int text = textOffset(m);
    int digest = text + m.text().length;
    Memory.copy(m.head(), 0, data + 16, m.head().length);
    Memory.copy(m.text(), 0, data + text, m.text().length);
    Memory.copy(m.tag(), 0, data + digest, m.tag().length);
    Mbuf.length(mbuf, digest + m.tag().length);
    Memory.copy(m.iv(), 0, CryptoOp.iv(op) + (m.isCcm() ? 1 : 0), m.iv().length);
    Memory.copy(m.head(), 0, op + AAD + (m.isCcm() ? 18 : 0), m.head().length);
    CryptoOp.aeadAad(op, op + AAD);
    CryptoOp.source(op, mbuf);
    CryptoOp.session(op, session);
    if (m.isChain()) {
      CryptoOp.cipherData(op, text, m.text().length);
      int head = m.transform().aadLength() == 0 ? m.head().length : 0;
      CryptoOp.authData(op, text - head, head + m.text().length);
      CryptoOp.authDigest(op, data + digest);
    } else {
      CryptoOp.aeadData(op, text, m.text().length);
      CryptoOp.aeadDigest(op, data + digest);
    }
  }

  private static Result result(Message m, long mbuf, long op) {
    byte[] text = new byte[m.text().length];
    byte[] tag = new byte[m.tag().length];
    long start = Mbuf.data(mbuf) + textOffset(m);
    Memory.copy(start, text, 0, text.length);
    Memory.copy(start + text.length, tag, 0, tag.length);
    return new Result(CryptoOp.status(op), text, tag);
  }

  @Override
  public void close() {
    assertThat(mbufs.inUse()).as("mbufs that leaked").isZero();
    assertThat(ops.inUse()).as("operations that leaked").isZero();
    device.close();
    ops.close();
    mbufs.close();
  }
}

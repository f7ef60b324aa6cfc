package io.yett.dpdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;

/** One message at a time through a crypto device, laid out in an mbuf as a lane does. */
final class GcmDevice implements AutoCloseable {
  private static final int DATA_OFFSET = 16;

  private final CryptoDevice device;
  private final Mempool mbufs;
  private final CryptoOpPool ops;
  private final long array = Memory.allocate(16);

  /** What came out, in hex; {@code ok} is whether the device said so. */
  record Result(boolean ok, String text, String tag) {}

  GcmDevice(String driver) {
    device =
        CryptoDevice.open(
            driver.equals(CryptoDevice.MULTI_BUFFER) ? driver : EalFixture.unique(driver));
    // As many descriptors in every test: DPDK 22.11 leaves the ring of a closed openssl device
    // behind.
    device.configure(1, MessageBurst.DESCRIPTORS, 16);
    device.start();
    mbufs = Mempool.create(EalFixture.unique("gcm"), 31, 0, 2048);
    ops = CryptoOpPool.create(EalFixture.unique("gcmop"), 31, 32);
  }

  boolean supports(int keyLength, int aadLength) {
    return device.supports(CryptoTransform.aesGcm(keyLength, aadLength));
  }

  Result encrypt(byte[] key, byte[] iv, byte[] aad, byte[] text) {
    return run(true, key, iv, aad, text, new byte[16]);
  }

  Result decrypt(byte[] key, byte[] iv, byte[] aad, byte[] text, byte[] tag) {
    return run(false, key, iv, aad, text, tag);
  }

  private Result run(boolean encrypt, byte[] key, byte[] iv, byte[] aad, byte[] text, byte[] tag) {
    long session =
        device.createSession(CryptoTransform.aesGcm(key.length, aad.length), encrypt, key, null);
    assertThat(mbufs.allocate(array, 1)).isTrue();
    assertThat(ops.allocate(array + 8, 1)).isTrue();
    long mbuf = Memory.getLong(array);
    long op = Memory.getLong(array + 8);
    long data = Mbuf.data(mbuf);
    long aadAddress = Memory.allocate(aad.length + 16);
    Memory.copy(aad, 0, aadAddress, aad.length);
    Memory.copy(text, 0, data + DATA_OFFSET, text.length);
    Memory.copy(tag, 0, data + DATA_OFFSET + text.length, tag.length);
    Mbuf.length(mbuf, DATA_OFFSET + text.length + tag.length);
    Memory.copy(iv, 0, CryptoOp.iv(op), iv.length);
    CryptoOp.source(op, mbuf);
    CryptoOp.session(op, session);
    CryptoOp.aeadData(op, DATA_OFFSET, text.length);
    CryptoOp.aeadAad(op, aadAddress);
    CryptoOp.aeadDigest(op, data + DATA_OFFSET + text.length);

    assertThat(device.run(0, array + 8, 1)).isEqualTo(1);
    assertThat(Memory.getLong(array + 8)).isEqualTo(op);
    byte status = CryptoOp.status(op);
    assertThat(status).isIn(Layout.OP_STATUS_SUCCESS, Layout.OP_STATUS_AUTH_FAILED);
    byte[] textOut = new byte[text.length];
    byte[] tagOut = new byte[tag.length];
    Memory.copy(data + DATA_OFFSET, textOut, 0, textOut.length);
    Memory.copy(data + DATA_OFFSET + text.length, tagOut, 0, tagOut.length);
    Mbuf.free(array, 1);
    CryptoOpPool.free(array + 8, 1);
    device.destroySession(session);
    HexFormat hex = HexFormat.of();
    return new Result(
        status == Layout.OP_STATUS_SUCCESS, hex.formatHex(textOut), hex.formatHex(tagOut));
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

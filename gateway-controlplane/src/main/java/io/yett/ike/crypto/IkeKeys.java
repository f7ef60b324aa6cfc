package io.yett.ike.crypto;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The keys of one IKE SA (RFC 7296 §2.14). Holds secrets: the owner calls {@link #destroy()} when
 * the SA ends. One owner; not thread-safe.
 */
public final class IkeKeys {
  private final IkeSuite suite;
  private final boolean originalInitiator;
  private final byte[] skD;
  private final byte[] skPi;
  private final byte[] skPr;
  private final SkCipher cipher;
  private byte[] intermediateAuth = {};
  private byte[][] beforePpk = {};
  private boolean destroyed;

  private IkeKeys(
      IkeSuite suite,
      boolean originalInitiator,
      byte[] skeyseed,
      byte[] seed,
      SecureRandom random) {
    this.suite = suite;
    this.originalInitiator = originalInitiator;
    int prf = suite.prf().length();
    int integrity = suite.integrityKeyLength();
    int encryption = suite.encryptionKeyLength();
    byte[] material = suite.prf().expand(skeyseed, seed, 3 * prf + 2 * integrity + 2 * encryption);
    ByteBuffer keys = ByteBuffer.wrap(material);
    skD = take(keys, prf);
    byte[] skAi = take(keys, integrity);
    byte[] skAr = take(keys, integrity);
    byte[] skEi = take(keys, encryption);
    byte[] skEr = take(keys, encryption);
    skPi = take(keys, prf);
    skPr = take(keys, prf);
    cipher = cipher(new SkKeys(suite, skEi, skAi), new SkKeys(suite, skEr, skAr), random);
    Arrays.fill(material, (byte) 0);
    Arrays.fill(skeyseed, (byte) 0);
  }

  /** Takes over the keys of a checkpoint, in the order of RFC 7296 §2.14. */
  IkeKeys(IkeSuite suite, boolean originalInitiator, byte[][] keys, SecureRandom random) {
    this.suite = suite;
    this.originalInitiator = originalInitiator;
    skD = keys[0];
    skPi = keys[5];
    skPr = keys[6];
    cipher =
        cipher(new SkKeys(suite, keys[3], keys[1]), new SkKeys(suite, keys[4], keys[2]), random);
    cipher.resume(random);
  }

  private SkCipher cipher(SkKeys initiator, SkKeys responder, SecureRandom random) {
    return originalInitiator
        ? new SkCipher(initiator, responder, random)
        : new SkCipher(responder, initiator, random);
  }

  /**
   * All that is needed to go on after a restart of the process: keys, suite, role. The caller wipes
   * the octets.
   */
  public byte[] checkpoint() {
    requireAlive();
    return IkeKeysCheckpoint.write(this);
  }

  /**
   * Takes back what {@link #checkpoint} gave.
   *
   * @param random must not repeat itself over restarts: IVs are taken from it
   * @throws IllegalArgumentException if it is anything else
   */
  public static IkeKeys restore(byte[] checkpoint, SecureRandom random) {
    return IkeKeysCheckpoint.read(checkpoint, random);
  }

  /** In the order of RFC 7296 §2.14: SK_d, SK_ai, SK_ar, SK_ei, SK_er, SK_pi, SK_pr; no copies. */
  byte[][] all() {
    SkKeys ours = cipher.sealKeys();
    SkKeys theirs = cipher.openKeys();
    SkKeys initiator = originalInitiator ? ours : theirs;
    SkKeys responder = originalInitiator ? theirs : ours;
    return new byte[][] {
      skD,
      initiator.integrity(),
      responder.integrity(),
      initiator.encryption(),
      responder.encryption(),
      skPi,
      skPr
    };
  }

  /**
   * The keys of a new IKE SA (RFC 7296 §2.14). The caller wipes the secret.
   *
   * @param originalInitiator our role: whether we seal with the initiator's keys
   * @param sharedSecret what {@link KeyExchange#agree} gave
   * @param random for the IVs of AES-CBC
   */
  public static IkeKeys derive(
      IkeSuite suite,
      boolean originalInitiator,
      byte[] sharedSecret,
      byte[] nonceInitiator,
      byte[] nonceResponder,
      long spiInitiator,
      long spiResponder,
      SecureRandom random) {
    byte[] nonces = join(nonceInitiator, nonceResponder);
    byte[] skeyseed = suite.prf().compute(nonces, sharedSecret);
    byte[] seed = join(nonces, spis(spiInitiator, spiResponder));
    return new IkeKeys(suite, originalInitiator, skeyseed, seed, random);
  }

  /**
   * The keys of the IKE SA that replaces this one (RFC 7296 §2.18). SKEYSEED comes of this SA's PRF
   * and SK_d, all else of the new suite's PRF. The caller wipes the secret.
   *
   * @param initiator our role in the rekey exchange, which is our role in the new SA
   */
  public IkeKeys rekey(
      IkeSuite newSuite,
      boolean initiator,
      byte[] sharedSecret,
      byte[] nonceInitiator,
      byte[] nonceResponder,
      long newSpiInitiator,
      long newSpiResponder,
      SecureRandom random) {
    return rekey(
        newSuite,
        initiator,
        sharedSecret,
        nonceInitiator,
        nonceResponder,
        newSpiInitiator,
        newSpiResponder,
        new byte[0],
        random);
  }

  /**
   * The same with additional key exchanges (RFC 9370 §2.2.4).
   *
   * @param additionalSecrets of these, one after the other; the caller wipes them
   */
  public IkeKeys rekey(
      IkeSuite newSuite,
      boolean initiator,
      byte[] sharedSecret,
      byte[] nonceInitiator,
      byte[] nonceResponder,
      long newSpiInitiator,
      long newSpiResponder,
      byte[] additionalSecrets,
      SecureRandom random) {
    requireAlive();
    byte[] skeyseed =
        suite.prf().compute(skD, sharedSecret, nonceInitiator, nonceResponder, additionalSecrets);
    byte[] seed =
        join(join(nonceInitiator, nonceResponder), spis(newSpiInitiator, newSpiResponder));
    return new IkeKeys(newSuite, initiator, skeyseed, seed, random);
  }

  /**
   * The keys of a Child SA (RFC 7296 §2.17). The caller wipes the secret.
   *
   * @param sharedSecret of the key exchange of CREATE_CHILD_SA; null without one
   * @param nonceInitiator of the exchange that creates the Child SA
   */
  public ChildKeys deriveChild(
      ChildSuite childSuite, byte[] sharedSecret, byte[] nonceInitiator, byte[] nonceResponder) {
    return deriveChild(childSuite, sharedSecret, nonceInitiator, nonceResponder, new byte[0]);
  }

  /**
   * The same with additional key exchanges (RFC 9370 §2.2.4).
   *
   * @param additionalSecrets of these, one after the other; the caller wipes them
   */
  public ChildKeys deriveChild(
      ChildSuite childSuite,
      byte[] sharedSecret,
      byte[] nonceInitiator,
      byte[] nonceResponder,
      byte[] additionalSecrets) {
    requireAlive();
    byte[] tail = join(join(nonceInitiator, nonceResponder), additionalSecrets);
    byte[] seed = sharedSecret == null ? tail.clone() : join(sharedSecret, tail);
    Arrays.fill(tail, (byte) 0);
    int encryption = childSuite.encryptionKeyLength();
    int integrity = childSuite.integrityKeyLength();
    byte[] material = suite.prf().expand(skD, seed, 2 * (encryption + integrity));
    Arrays.fill(seed, (byte) 0);
    return new ChildKeys(childSuite, material);
  }

  /**
   * AUTH of a shared key (RFC 7296 §2.15): {@code prf(prf(PSK, "Key Pad for IKEv2"),
   * <SignedOctets>)}.
   *
   * @param byInitiator whose AUTH: true for the original initiator's
   * @param preSharedKey not empty; the caller wipes it
   * @param firstMessage the signer's own first message as sent, from the IKE header on (without
   *     non-ESP marker): the last IKE_SA_INIT request or response
   * @param peerNonce the nonce of the other side
   * @param idBody {@code IdPayload.body()} of the signer
   */
  public byte[] sharedKeyAuth(
      boolean byInitiator,
      byte[] preSharedKey,
      byte[] firstMessage,
      byte[] peerNonce,
      byte[] idBody) {
    requireAlive();
    return SharedKeyAuth.compute(
        suite.prf(),
        preSharedKey,
        firstMessage,
        peerNonce,
        byInitiator ? skPi : skPr,
        idBody,
        intermediateAuth);
  }

  /**
   * What a signature in AUTH covers (RFC 7296 §2.15): {@code InitiatorSignedOctets} or {@code
   * ResponderSignedOctets}. It holds no key.
   *
   * @param byInitiator whose AUTH: true for the original initiator's
   * @param firstMessage see {@link #sharedKeyAuth}
   */
  public byte[] signedOctets(
      boolean byInitiator, byte[] firstMessage, byte[] peerNonce, byte[] idBody) {
    requireAlive();
    byte[] identity = suite.prf().compute(byInitiator ? skPi : skPr, idBody);
    return join(join(join(firstMessage, peerNonce), identity), intermediateAuth);
  }

  /**
   * The keys after an additional key exchange in IKE_INTERMEDIATE (RFC 9370 §2.2.2): of the same SA
   * and suite.
   */
  public IkeKeys afterIntermediate(
      byte[] sharedSecret,
      byte[] nonceInitiator,
      byte[] nonceResponder,
      long spiInitiator,
      long spiResponder,
      SecureRandom random) {
    return rekey(
        suite,
        originalInitiator,
        sharedSecret,
        nonceInitiator,
        nonceResponder,
        spiInitiator,
        spiResponder,
        random);
  }

  /**
   * Mixes a post-quantum preshared key into SK_d, SK_pi and SK_pr (RFC 8784 §3). Those before are
   * kept until {@link #unmixPpk} or {@link #keepPpk}.
   *
   * @param ppk not kept
   */
  public void mixPpk(byte[] ppk) {
    requireAlive();
    beforePpk = new byte[][] {skD.clone(), skPi.clone(), skPr.clone()};
    mix(ppk, skD);
    mix(ppk, skPi);
    mix(ppk, skPr);
  }

  private void mix(byte[] ppk, byte[] key) {
    byte[] mixed = suite.prf().expand(ppk, key, key.length);
    System.arraycopy(mixed, 0, key, 0, key.length);
    Arrays.fill(mixed, (byte) 0);
  }

  /** Goes back to the keys before {@link #mixPpk}. */
  public void unmixPpk() {
    if (beforePpk.length > 0) {
      System.arraycopy(beforePpk[0], 0, skD, 0, skD.length);
      System.arraycopy(beforePpk[1], 0, skPi, 0, skPi.length);
      System.arraycopy(beforePpk[2], 0, skPr, 0, skPr.length);
    }
    keepPpk();
  }

  /** Forgets the keys before {@link #mixPpk}. */
  public void keepPpk() {
    for (byte[] key : beforePpk) {
      Arrays.fill(key, (byte) 0);
    }
    beforePpk = new byte[0][];
  }

  /**
   * IntAuth of one side after an IKE_INTERMEDIATE exchange under these keys (RFC 9242 §3.3.2).
   *
   * @param byInitiator whose message it is
   * @param previous of that side after the exchange before; empty for the first
   * @param message {@code IntAuth_A | IntAuth_P}
   */
  byte[] intermediateAuth(boolean byInitiator, byte[] previous, byte[] message) {
    requireAlive();
    return suite.prf().compute(byInitiator ? skPi : skPr, previous, message);
  }

  /** Sets what AUTH signs beyond RFC 7296 §2.15: IntAuth (RFC 9242 §3.3.2). */
  public void intermediateAuth(byte[] intAuth) {
    intermediateAuth = intAuth.clone();
  }

  public IkeSuite suite() {
    return suite;
  }

  /** Whether we are the original initiator of the SA. */
  public boolean originalInitiator() {
    return originalInitiator;
  }

  /** Seals with our keys and opens with the peer's; one instance for the life of the SA. */
  public SkCipher cipher() {
    return cipher;
  }

  /** For tests; not a copy. */
  byte[] skD() {
    return skD;
  }

  /** For tests; not a copy. */
  byte[] skPi() {
    return skPi;
  }

  /** For tests; not a copy. */
  byte[] skPr() {
    return skPr;
  }

  /** Wipes all keys. Idempotent; afterwards nothing can be derived, sealed or opened. */
  public void destroy() {
    destroyed = true;
    keepPpk();
    Arrays.fill(skD, (byte) 0);
    Arrays.fill(skPi, (byte) 0);
    Arrays.fill(skPr, (byte) 0);
    cipher.destroy();
  }

  private void requireAlive() {
    if (destroyed) {
      throw new IllegalStateException("the keys of the IKE SA are destroyed");
    }
  }

  private static byte[] take(ByteBuffer from, int length) {
    byte[] octets = new byte[length];
    from.get(octets);
    return octets;
  }

  private static byte[] spis(long initiator, long responder) {
    return ByteBuffer.allocate(16).putLong(initiator).putLong(responder).array();
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Override
  public String toString() {
    return "IkeKeys[" + suite + "]";
  }
}

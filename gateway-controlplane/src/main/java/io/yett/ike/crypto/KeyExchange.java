package io.yett.ike.crypto;

import io.yett.ike.error.InvalidSyntaxException;
import io.yett.ike.message.KePayload;
import java.security.SecureRandom;

/**
 * One side of one key exchange: an ephemeral private value, used once (RFC 7296 §2.12). One owner;
 * not thread-safe.
 */
public abstract sealed class KeyExchange implements AutoCloseable
    permits X25519KeyExchange, EcpKeyExchange, ModpKeyExchange, MlKem.Initiator, MlKem.Responder {
  private final KeyExchangeMethod method;

  KeyExchange(KeyExchangeMethod method) {
    this.method = method;
  }

  /** The initiator's side: makes a private value. */
  public static KeyExchange generate(KeyExchangeMethod method, SecureRandom random) {
    return switch (method) {
      case X25519 -> X25519KeyExchange.create(random);
      case ECP_256, ECP_384, ECP_521 -> EcpKeyExchange.create(method, random);
      case MODP_2048, MODP_3072, MODP_4096 -> ModpKeyExchange.create(method, random);
      case ML_KEM_512, ML_KEM_768, ML_KEM_1024 -> MlKem.Initiator.create(method, random);
    };
  }

  /**
   * The responder's side. Its public value may depend on the initiator's: {@link #agree} comes
   * first.
   */
  public static KeyExchange respond(KeyExchangeMethod method, SecureRandom random) {
    return switch (method) {
      case ML_KEM_512, ML_KEM_768, ML_KEM_1024 -> new MlKem.Responder(method, random);
      default -> generate(method, random);
    };
  }

  public final KeyExchangeMethod method() {
    return method;
  }

  /** Our public value as the KE payload carries it; a new array. */
  public abstract byte[] publicValue();

  /** Our KE payload. */
  public final KePayload payload() {
    return new KePayload(method.id().number(), publicValue());
  }

  /**
   * The shared secret with the peer's public value, which is validated first: length, range, on the
   * curve, no all-zero result (RFC 6989 §2, RFC 7748 §6.1). The caller wipes the result.
   *
   * @throws InvalidSyntaxException if the public value is invalid (RFC 6989 §2.5)
   * @throws IllegalStateException after {@link #close()}
   */
  public final byte[] agree(byte[] peerPublicValue) throws InvalidSyntaxException {
    if (peerPublicValue.length != peerLength()) {
      throw new InvalidSyntaxException(
          method.text() + " public value of " + peerPublicValue.length + " octets");
    }
    return compute(peerPublicValue);
  }

  /** Octets of the peer's public value. */
  int peerLength() {
    return method.publicLength();
  }

  /** The shared secret; the length is checked already. */
  abstract byte[] compute(byte[] peerPublicValue) throws InvalidSyntaxException;

  /** Forgets the private value, and wipes it where the library lets us. Idempotent. */
  @Override
  public abstract void close();

  @Override
  public final String toString() {
    return "KeyExchange[" + method + "]";
  }
}

package io.yett.ike.message;

/**
 * What a datagram turned out to be. The two failures are different types, because the answer
 * differs (RFC 7296 §2.21): one who is not authenticated gets at most a hint and changes no state;
 * an authenticated peer gets an error in the exchange.
 */
public sealed interface DecodeResult {

  /** A well-formed message. After {@link IkeDecoder#decodeProtected} it is authenticated too. */
  record Decoded(IkeMessage message) implements DecodeResult {}

  /** Either failure. */
  sealed interface Failure extends DecodeResult {
    /** The header, or null when not even that could be read. */
    IkeHeader header();

    /** Why, as a kind. */
    Reason reason();

    /** Why, in one line for people; holds nothing confidential. */
    String detail();

    /**
     * For {@link Reason#UNSUPPORTED_CRITICAL_PAYLOAD} the payload's number, for {@link
     * Reason#MAJOR_VERSION} the version seen, for {@link Reason#EXCHANGE_TYPE} that number; else 0.
     */
    int number();
  }

  /** The message does not prove who sent it. */
  record Unauthenticated(IkeHeader header, Reason reason, int number, String detail)
      implements Failure {}

  /** The message is the peer's (its ICV is right) and yet malformed. Never without a header. */
  record Authenticated(IkeHeader header, Reason reason, int number, String detail)
      implements Failure {}

  /** Kinds of failure. */
  enum Reason {
    /** Broken syntax; INVALID_SYNTAX if it is answered. */
    SYNTAX,
    /** A critical payload that is not understood (RFC 7296 §2.5). */
    UNSUPPORTED_CRITICAL_PAYLOAD,
    /** A major version above 2: INVALID_MAJOR_VERSION if it is answered (RFC 7296 §2.5). */
    MAJOR_VERSION,
    /** A major version below 2, such as IKEv1 (RFC 9395); dropped. */
    OLD_VERSION,
    /** An exchange type that is not known here. */
    EXCHANGE_TYPE,
    /** The ICV is wrong, or the message is too short to have one; dropped. */
    INTEGRITY,
    /** A message that must be protected is not; dropped. */
    NOT_PROTECTED;

    /** The Notify error that reports it, or null when it is dropped without an answer. */
    public NotifyType notifyType() {
      return switch (this) {
        case SYNTAX, EXCHANGE_TYPE -> NotifyType.INVALID_SYNTAX;
        case UNSUPPORTED_CRITICAL_PAYLOAD -> NotifyType.UNSUPPORTED_CRITICAL_PAYLOAD;
        case MAJOR_VERSION -> NotifyType.INVALID_MAJOR_VERSION;
        case OLD_VERSION, INTEGRITY, NOT_PROTECTED -> null;
      };
    }
  }
}

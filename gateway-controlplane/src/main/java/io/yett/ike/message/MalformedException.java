package io.yett.ike.message;

/**
 * The octets break the syntax of RFC 7296. Internal to the decoder, which turns it into a {@link
 * DecodeResult}; it has no stack trace, for a peer can cause it at will.
 */
final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedException(String message) {
    super(message, null, false, false);
  }
}

package io.yett.ike.message;

import io.yett.ike.message.DecodeResult.Authenticated;
import io.yett.ike.message.DecodeResult.Reason;
import io.yett.ike.message.DecodeResult.Unauthenticated;
import io.yett.ike.message.SkOpener.OpenResult;

/** Opens a datagram that must be protected: a whole message, or a fragment of one (RFC 7383). */
public final class ProtectedMessage {
  private ProtectedMessage() {}

  /** What a datagram turned out to be. */
  public sealed interface Opening {
    /** One SK payload protects all of it. */
    record Whole(OpenedMessage message) implements Opening {}

    /** One SKF payload protects a part of it. */
    record Part(MessageFragment fragment) implements Opening {}

    /** Neither. */
    record Failed(DecodeResult.Failure failure) implements Opening {}
  }

  /**
   * Opens the encrypted payload. Total: any octets give a result.
   *
   * @param outer what {@link IkeDecoder#decode} made of the datagram
   */
  public static Opening open(byte[] datagram, IkeMessage outer, SkOpener opener) {
    IkeHeader header = outer.header();
    SkPayload sk = outer.first(SkPayload.class).orElse(null);
    SkfPayload skf = outer.first(SkfPayload.class).orElse(null);
    if (sk == null && skf == null) {
      return new Opening.Failed(
          new Unauthenticated(
              header, Reason.NOT_PROTECTED, 0, "no encrypted payload where one must be"));
    }
    int length = sk == null ? skf.sealed().length : sk.sealed().length;
    return switch (opener.open(datagram, datagram.length - length, length)) {
      case OpenResult.Forged forged ->
          new Opening.Failed(
              new Unauthenticated(header, Reason.INTEGRITY, 0, "the integrity check failed"));
      case OpenResult.BadPadding bad -> syntax(header, "bad padding of the encrypted payload");
      case OpenResult.Opened opened when outer.payloads().size() > 1 ->
          // No exchange puts anything beside SK; what is there was not meant to be confidential.
          syntax(header, "a payload outside the encrypted payload");
      case OpenResult.Opened opened when sk != null ->
          new Opening.Whole(new OpenedMessage(header, sk.firstInnerType(), opened.plaintext()));
      case OpenResult.Opened opened ->
          new Opening.Part(
              new MessageFragment(
                  header,
                  skf.fragmentNumber(),
                  skf.totalFragments(),
                  skf.firstInnerType(),
                  opened.plaintext()));
    };
  }

  private static Opening syntax(IkeHeader header, String detail) {
    return new Opening.Failed(new Authenticated(header, Reason.SYNTAX, 0, detail));
  }
}

package io.yett.ike.message;

import io.yett.ike.message.DecodeResult.Authenticated;
import io.yett.ike.message.DecodeResult.Decoded;
import io.yett.ike.message.DecodeResult.Reason;
import io.yett.ike.message.DecodeResult.Unauthenticated;
import io.yett.ike.message.ProtectedMessage.Opening;
import java.util.List;

/**
 * Reads IKE messages (RFC 7296 §3). Total: any octets give a {@link DecodeResult}, no exception, in
 * time linear in their number. Stateless; any thread.
 */
public final class IkeDecoder {

  /** The header with the fields that only the codec needs. */
  private record RawHeader(IkeHeader header, int firstType) {}

  /** A failure on its way out; it never leaves this class. */
  private static final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;
    final transient Unauthenticated failure;

    FailedException(IkeHeader header, Reason reason, int number, String detail) {
      super(detail, null, false, false);
      this.failure = new Unauthenticated(header, reason, number, detail);
    }
  }

  private IkeDecoder() {}

  /**
   * Reads a message whose SK or SKF payload, if it has one, stays sealed. What it gives is not
   * authenticated.
   *
   * @param datagram the UDP payload, without the non-ESP marker
   */
  public static DecodeResult decode(byte[] datagram) {
    try {
      OctetReader reader = new OctetReader(datagram);
      RawHeader raw = header(reader);
      return new Decoded(outer(raw, reader));
    } catch (FailedException e) {
      return e.failure;
    }
  }

  /**
   * Reads a message that must be protected as a whole by one SK payload, and opens it. The payloads
   * of the result are those inside.
   */
  public static DecodeResult decodeProtected(byte[] datagram, SkOpener opener) {
    return switch (decode(datagram)) {
      case Decoded(IkeMessage outer) ->
          switch (ProtectedMessage.open(datagram, outer, opener)) {
            case Opening.Whole(OpenedMessage message) -> message.decode();
            case Opening.Failed(DecodeResult.Failure failure) -> failure;
            case Opening.Part part ->
                new Unauthenticated(
                    outer.header(), Reason.NOT_PROTECTED, 0, "a fragment of a message");
          };
      case DecodeResult.Failure failure -> failure;
    };
  }

  /** Reads the payloads that an SK payload, or all fragments together, contained. */
  public static DecodeResult decodeInner(IkeHeader header, int firstType, byte[] plaintext) {
    try {
      List<Payload> payloads = PayloadChain.decode(firstType, new OctetReader(plaintext), false);
      return new Decoded(new IkeMessage(header, payloads));
    } catch (MalformedException e) {
      return new Authenticated(header, Reason.SYNTAX, 0, e.getMessage());
    } catch (PayloadChain.UnsupportedCriticalException e) {
      return new Authenticated(
          header, Reason.UNSUPPORTED_CRITICAL_PAYLOAD, e.typeNumber, e.getMessage());
    }
  }

  private static IkeMessage outer(RawHeader raw, OctetReader reader) throws FailedException {
    try {
      return new IkeMessage(raw.header(), PayloadChain.decode(raw.firstType(), reader, true));
    } catch (MalformedException e) {
      throw new FailedException(raw.header(), Reason.SYNTAX, 0, e.getMessage());
    } catch (PayloadChain.UnsupportedCriticalException e) {
      throw new FailedException(
          raw.header(), Reason.UNSUPPORTED_CRITICAL_PAYLOAD, e.typeNumber, e.getMessage());
    }
  }

  private static RawHeader header(OctetReader reader) throws FailedException {
    int length = reader.remaining();
    if (length < IkeLimits.HEADER_OCTETS || length > IkeLimits.MAX_MESSAGE_OCTETS) {
      throw new FailedException(null, Reason.SYNTAX, 0, "datagram of " + length + " octets");
    }
    try {
      return header(reader, length);
    } catch (MalformedException e) {
      throw new FailedException(null, Reason.SYNTAX, 0, e.getMessage());
    }
  }

  private static RawHeader header(OctetReader reader, int length)
      throws FailedException, MalformedException {
    long initiatorSpi = reader.u64();
    long responderSpi = reader.u64();
    int firstType = reader.u8();
    int major = reader.u8() >>> 4;
    int exchange = reader.u8();
    int flags = reader.u8();
    int messageId = reader.u32();
    int announced = reader.u32();
    ExchangeType type = ExchangeType.of(exchange).orElse(null);
    IkeHeader header =
        new IkeHeader(
            initiatorSpi,
            responderSpi,
            type,
            (flags & IkeHeader.FLAG_INITIATOR) != 0,
            (flags & IkeHeader.FLAG_RESPONSE) != 0,
            messageId);
    if (major != IkeHeader.MAJOR_VERSION) {
      Reason reason = major > IkeHeader.MAJOR_VERSION ? Reason.MAJOR_VERSION : Reason.OLD_VERSION;
      throw new FailedException(header, reason, major, "IKE major version " + major);
    }
    if (announced != length) {
      throw new FailedException(
          header,
          Reason.SYNTAX,
          0,
          "length field " + Integer.toUnsignedString(announced) + " in " + length + " octets");
    }
    if (type == null) {
      throw new FailedException(
          header, Reason.EXCHANGE_TYPE, exchange, "exchange type " + exchange);
    }
    if (initiatorSpi == 0) {
      throw new FailedException(header, Reason.SYNTAX, 0, "the initiator's SPI is 0");
    }
    return new RawHeader(header, firstType);
  }
}

package io.yett.ike.message;

import java.util.ArrayList;
import java.util.List;

/** The chain of payloads of a message, or of what SK contains (RFC 7296 §3.2). */
final class PayloadChain {
  private static final int CRITICAL = 0x80;

  /** A critical payload that is not understood ended the decoding. */
  static final class UnsupportedCriticalException extends Exception {
    private static final long serialVersionUID = 1L;
    final int typeNumber;

    UnsupportedCriticalException(int typeNumber) {
      super("critical payload " + typeNumber + " is not understood", null, false, false);
      this.typeNumber = typeNumber;
    }
  }

  private PayloadChain() {}

  /**
   * Reads payloads to the reader's end. SK and SKF end a chain, and are refused inside another SK.
   *
   * @param outer whether this is the message's own chain
   */
  static List<Payload> decode(int firstType, OctetReader reader, boolean outer)
      throws MalformedException, UnsupportedCriticalException {
    List<Payload> payloads = new ArrayList<>();
    int type = firstType;
    while (type != PayloadType.NONE.number()) {
      if (payloads.size() == IkeLimits.MAX_PAYLOADS) {
        throw new MalformedException("too many payloads");
      }
      int next = reader.u8();
      boolean critical = (reader.u8() & CRITICAL) != 0;
      int length = reader.u16();
      if (length < IkeLimits.PAYLOAD_HEADER_OCTETS) {
        throw new MalformedException("payload " + type + " of " + length + " octets");
      }
      OctetReader body = reader.slice(length - IkeLimits.PAYLOAD_HEADER_OCTETS);
      PayloadType known = PayloadType.of(type).orElse(null);
      if (known == null && critical) {
        throw new UnsupportedCriticalException(type);
      }
      payloads.add(
          known == null
              ? new UnknownPayload(type, false, body.rest())
              : decodeBody(known, next, body, outer));
      if (known == PayloadType.SK || known == PayloadType.SKF) {
        break; // its next-payload field names the first payload inside
      }
      type = next;
    }
    reader.end("the last payload");
    return payloads;
  }

  private static Payload decodeBody(PayloadType type, int next, OctetReader body, boolean outer)
      throws MalformedException {
    return switch (type) {
      case SA -> SaPayload.decode(body);
      case KE -> KePayload.decode(body);
      case ID_INITIATOR -> IdPayload.decode(true, body);
      case ID_RESPONDER -> IdPayload.decode(false, body);
      case CERT -> CertPayload.decode(body);
      case CERTREQ -> CertReqPayload.decode(body);
      case AUTH -> AuthPayload.decode(body);
      case NONCE -> NoncePayload.decode(body);
      case NOTIFY -> NotifyPayload.decode(body);
      case DELETE -> DeletePayload.decode(body);
      case VENDOR_ID -> VendorIdPayload.decode(body);
      case TS_INITIATOR -> TsPayload.decode(true, body);
      case TS_RESPONDER -> TsPayload.decode(false, body);
      case CP -> CpPayload.decode(body);
      case EAP -> EapPayload.decode(body);
      case SK, SKF -> {
        if (!outer) {
          throw new MalformedException("an encrypted payload inside an encrypted payload");
        }
        yield type == PayloadType.SK ? SkPayload.decode(next, body) : SkfPayload.decode(next, body);
      }
      case NONE -> throw new MalformedException("payload type 0");
    };
  }

  /** Writes payloads; an SK or SKF must be the last. */
  static void write(List<Payload> payloads, OctetWriter writer) {
    for (int i = 0; i < payloads.size(); i++) {
      Payload payload = payloads.get(i);
      int start = writer.length();
      writer.u8(nextType(payloads, i)).u8(payload.critical() ? CRITICAL : 0).u16(0);
      payload.writeBody(writer);
      int length = writer.length() - start;
      if (length > 0xffff) {
        throw new IllegalArgumentException(payload + " is too long for a payload");
      }
      writer.setU16(start + 2, length);
    }
  }

  private static int nextType(List<Payload> payloads, int index) {
    Payload payload = payloads.get(index);
    boolean last = index == payloads.size() - 1;
    if (payload instanceof SkPayload || payload instanceof SkfPayload) {
      if (!last) {
        throw new IllegalArgumentException("an encrypted payload must be the last");
      }
      return payload instanceof SkPayload sk
          ? sk.firstInnerType()
          : ((SkfPayload) payload).firstInnerType();
    }
    return last ? PayloadType.NONE.number() : payloads.get(index + 1).typeNumber();
  }

  /** The number of the first payload, for the field that announces it. */
  static int firstType(List<Payload> payloads) {
    return payloads.isEmpty() ? PayloadType.NONE.number() : payloads.get(0).typeNumber();
  }
}

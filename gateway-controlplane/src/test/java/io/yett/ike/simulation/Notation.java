package io.yett.ike.simulation;

import io.yett.ike.message.DeletePayload;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.Payload;
import io.yett.ike.message.PayloadType;
import java.util.stream.Collectors;

/** Messages in the notation of RFC 7296 §1.2, e.g. {@code HDR, SK {SA, Ni, TSi, TSr}}. */
final class Notation {
  private Notation() {}

  static String of(IkeMessage message) {
    boolean clear = message.header().exchangeType() == ExchangeType.IKE_SA_INIT;
    char side = message.header().response() ? 'r' : 'i';
    String payloads =
        message.payloads().stream().map(p -> of(p, side)).collect(Collectors.joining(", "));
    String header =
        String.format(
            "%s %d %s%04x",
            message.header().exchangeType(),
            message.header().messageId(),
            message.header().response() ? "response " : "request ",
            message.header().initiatorSpi() >>> 48);
    return header + ": " + (clear ? "HDR, " + payloads : "HDR, SK {" + payloads + "}");
  }

  private static String of(Payload payload, char side) {
    if (payload instanceof NotifyPayload notify) {
      String name =
          notify.notifyType().map(Enum::name).orElse(Integer.toString(notify.notifyNumber()));
      return "N("
          + name
          + notify.spi32().map(spi -> " " + Integer.toHexString(spi)).orElse("")
          + ")";
    }
    if (payload instanceof DeletePayload delete) {
      return delete.deletesIkeSa()
          ? "D(IKE)"
          : "D("
              + delete.spis().stream().map(Integer::toHexString).collect(Collectors.joining(" "))
              + ")";
    }
    for (PayloadType type : PayloadType.values()) {
      if (type.number() == payload.typeNumber()) {
        return switch (type) {
          case SA -> "SA" + side;
          case KE -> "KE" + side;
          case NONCE -> "N" + side;
          case ID_INITIATOR -> "IDi";
          case ID_RESPONDER -> "IDr";
          case AUTH -> "AUTH";
          case TS_INITIATOR -> "TSi";
          case TS_RESPONDER -> "TSr";
          default -> type.name();
        };
      }
    }
    return "payload " + payload.typeNumber();
  }
}

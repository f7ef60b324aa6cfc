package io.yett.ike.exchange;

import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.InitiatedExchange;
import io.yett.ike.sa.NetworkPath;
import java.util.ArrayList;
import java.util.List;

/** INFORMATIONAL with UPDATE_SA_ADDRESSES: we are where this comes from (RFC 4555 §3.5). */
public final class UpdateAddresses implements InitiatedExchange {
  private final Services s;
  private final boolean moved;

  private UpdateAddresses(Services services, boolean moved) {
    this.s = services;
    this.moved = moved;
  }

  /** Our end, or the peer's, is at another address than before. */
  public static UpdateAddresses moved(Services services) {
    return new UpdateAddresses(services, true);
  }

  /**
   * Asks a peer whether it lives, and lets it see a new mapping of the NAT that we are behind (RFC
   * 4555 §3.8).
   */
  static UpdateAddresses probe(Services services) {
    return new UpdateAddresses(services, false);
  }

  @Override
  public ExchangeType type() {
    return ExchangeType.INFORMATIONAL;
  }

  @Override
  public List<Payload> build(IkeSa sa) {
    if (!sa.usable()) {
      return null;
    }
    List<Payload> payloads = new ArrayList<>();
    payloads.add(NotifyPayload.of(NotifyType.UPDATE_SA_ADDRESSES));
    payloads.addAll(
        Handshake.natNotifies(
            sa.initiatorSpi(), sa.responderSpi(), sa.path(), sa.connection().forceEncapsulation()));
    return payloads;
  }

  @Override
  public void process(IkeSa sa, IkeMessage response, byte[] raw) {
    NotifyPayload error = response.firstError().orElse(null);
    if (error != null) {
      s.supervisor()
          .report(
              sa.connection(),
              PeerErrors.reason(error),
              "new addresses: " + PeerErrors.text(error, sa.connection().proposals()));
      return;
    }
    NetworkPath before = sa.path();
    sa.path(Handshake.detectNat(before, response, sa.connection().forceEncapsulation()));
    if (moved || !sa.path().equals(before)) {
      Mobike.moveChildren(s, sa);
    }
  }
}

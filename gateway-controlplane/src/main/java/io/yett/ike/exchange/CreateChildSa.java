package io.yett.ike.exchange;

import io.yett.ike.crypto.KeyExchange;
import io.yett.ike.crypto.KeyExchangeMethod;
import io.yett.ike.error.IkeProtocolException;
import io.yett.ike.error.InvalidSyntaxException;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NoncePayload;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.pad.Child;
import io.yett.ike.pad.Connection;
import io.yett.ike.sa.ChildSa;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.InitiatedExchange;
import io.yett.ike.sa.Nonces;
import java.util.ArrayList;
import java.util.List;

/**
 * CREATE_CHILD_SA as initiator: a new Child SA, or one that replaces another (RFC 7296 §1.3.1,
 * §1.3.3), with a key exchange if the first proposal has one.
 */
public final class CreateChildSa implements InitiatedExchange, FollowUp.Origin {
  private static final int MAX_GROUP_CHANGES = 3;

  private final Services s;
  private final Connection connection;
  private final Child config;
  private final ChildSa replaced;
  private final RekeyOutcome outcome;
  private ChildOffer offer;
  private KeyExchangeMethod method;
  private KeyExchange keyExchange;
  private byte[] nonce = {};
  private int groupChanges;
  private ChildOffer.Agreement agreement;
  private byte[] nonceR = {};

  private CreateChildSa(Services services, Connection connection, Child config, ChildSa replaced) {
    this.s = services;
    this.connection = connection;
    this.config = config;
    this.replaced = replaced;
    this.outcome = replaced == null ? null : new RekeyOutcome(services, replaced);
  }

  /** A new Child SA. */
  public static CreateChildSa create(Services services, Connection connection, Child config) {
    return new CreateChildSa(services, connection, config, null);
  }

  /** A Child SA that replaces this one. */
  static CreateChildSa rekey(Services services, ChildSa old) {
    Child config = ChildConfigs.of(old.owner(), old.name());
    return new CreateChildSa(services, old.owner().connection(), config, old);
  }

  @Override
  public ExchangeType type() {
    return ExchangeType.CREATE_CHILD_SA;
  }

  @Override
  public boolean concernsChildren() {
    return true;
  }

  @Override
  public List<Payload> build(IkeSa sa) {
    if (!sa.usable() || config == null || !wanted()) {
      abandoned();
      return null;
    }
    if (offer == null) {
      offer =
          replaced == null
              ? new ChildOffer(s, config)
              : new ChildOffer(s, config, replaced.local(), replaced.remote());
      method = offer.proposals().firstKeyExchange();
    }
    nonce = s.nonce();
    keyExchange = method == null ? null : KeyExchange.generate(method, s.random());
    List<Payload> payloads = new ArrayList<>();
    if (replaced != null) {
      s.lifecycle().state(replaced, ChildSaState.REKEYING);
      payloads.add(NotifyPayload.ofEsp(NotifyType.REKEY_SA, replaced.inboundSpi()));
    }
    payloads.add(offer.sa(method != null));
    payloads.add(new NoncePayload(nonce));
    if (keyExchange != null) {
      payloads.add(keyExchange.payload());
    }
    payloads.addAll(offer.transportMode(sa));
    payloads.addAll(offer.selectors());
    return payloads;
  }

  /** A rekey is needless when the peer's came first, or the Child SA is gone. */
  private boolean wanted() {
    return replaced == null
        || replaced.state() == ChildSaState.INSTALLED
        || (groupChanges > 0 && replaced.state() == ChildSaState.REKEYING);
  }

  @Override
  public void process(IkeSa sa, IkeMessage response, byte[] raw) {
    NotifyPayload error = response.firstError().orElse(null);
    if (error == null) {
      complete(sa, response);
    } else if (!anotherGroup(sa, error)) {
      failed(sa, error);
    }
    closeKeyExchange();
  }

  private void complete(IkeSa sa, IkeMessage response) {
    try {
      nonceR =
          response
              .first(NoncePayload.class)
              .orElseThrow(() -> new InvalidSyntaxException("an answer lacks its nonce"))
              .nonce();
      agreement = offer.accept(sa, response, keyExchange, nonce, nonceR);
      List<KeyExchangeMethod> additional = agreement.child().suite().additional();
      if (additional.isEmpty()) {
        followedUp(sa, new byte[0]);
      } else {
        FollowUp.begin(s, sa, this, additional, response);
      }
    } catch (IkeProtocolException e) {
      followUpFailed(sa, e);
    }
  }

  @Override
  public void followUpFailed(IkeSa sa, IkeProtocolException e) {
    forgetAgreement();
    s.supervisor().childFailed(sa, config.name(), PeerErrors.reason(e), e.getMessage());
    s.requests().enqueue(sa, DeleteChildSa.refused(s, offer.spi()));
    if (outcome != null) {
      outcome.failed();
    }
  }

  @Override
  public void followUpRefused(IkeSa sa, NotifyPayload error) {
    forgetAgreement();
    failed(sa, error);
  }

  private void forgetAgreement() {
    if (agreement != null) {
      agreement.secrets().destroy();
      agreement = null;
    }
  }

  @Override
  public void followedUp(IkeSa sa, byte[] additionalSecrets) {
    ChildOffer.Result result = agreement.complete(additionalSecrets);
    agreement = null;
    if (outcome == null) {
      NewChild.install(s, result, config);
    } else {
      result.child().lowestNonce(Nonces.lower(nonce, nonceR));
      outcome.agreed(result, config);
    }
    offer = null;
  }

  /** INVALID_KE_PAYLOAD names the group to try instead (RFC 7296 §1.3). */
  private boolean anotherGroup(IkeSa sa, NotifyPayload error) {
    byte[] data = error.data();
    if (error.notifyNumber() != NotifyType.INVALID_KE_PAYLOAD.number()
        || data.length != 2
        || groupChanges >= MAX_GROUP_CHANGES) {
      return false;
    }
    KeyExchangeMethod asked = KeyExchangeMethod.of((data[0] & 0xff) << 8 | (data[1] & 0xff));
    if (asked == null || !offer.proposals().offers(asked)) {
      return false;
    }
    groupChanges++;
    method = asked;
    sa.queue().addFirst(this);
    return true;
  }

  private void failed(IkeSa sa, NotifyPayload error) {
    offer.release();
    offer = null;
    if (outcome != null) {
      outcome.refused(error);
      return;
    }
    s.supervisor()
        .childFailed(
            sa,
            config.name(),
            PeerErrors.reason(error),
            PeerErrors.text(error, config.proposals()));
  }

  @Override
  public void abandoned() {
    closeKeyExchange();
    forgetAgreement();
    if (offer != null) {
      offer.release();
      offer = null;
    }
    s.supervisor().exchangeAbandoned(this, connection);
  }

  /** Our SPI in the request; 0 before it is built. */
  @Override
  public int spi() {
    return offer == null ? 0 : offer.spi();
  }

  /** The child that it is to make; null for a rekey. */
  public String newChild() {
    return replaced == null ? config.name() : null;
  }

  private void closeKeyExchange() {
    if (keyExchange != null) {
      keyExchange.close();
      keyExchange = null;
    }
  }
}

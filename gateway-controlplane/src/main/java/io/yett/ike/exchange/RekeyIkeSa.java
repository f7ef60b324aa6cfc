package io.yett.ike.exchange;

import io.yett.ike.crypto.IkeChoice;
import io.yett.ike.crypto.IkeKeys;
import io.yett.ike.crypto.IkeProposals;
import io.yett.ike.crypto.KeyExchange;
import io.yett.ike.crypto.KeyExchangeMethod;
import io.yett.ike.error.IkeProtocolException;
import io.yett.ike.error.InvalidSyntaxException;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.KePayload;
import io.yett.ike.message.NoncePayload;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.message.SaPayload;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.IkeSaState;
import io.yett.ike.sa.InitiatedExchange;
import io.yett.ike.sa.LossCause;
import io.yett.ike.sa.Nonces;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** CREATE_CHILD_SA as initiator, to replace the IKE SA (RFC 7296 §1.3.2, §2.8.2, §2.18). */
public final class RekeyIkeSa implements InitiatedExchange, FollowUp.Origin {
  private static final int MAX_GROUP_CHANGES = 3;

  private final Services s;
  private long newSpi;
  private byte[] nonce = {};
  private IkeProposals proposals;
  private KeyExchangeMethod method;
  private KeyExchange keyExchange;
  private int groupChanges;
  private IkeChoice choice;
  private byte[] secret = {};
  private byte[] nonceR = {};

  public RekeyIkeSa(Services services) {
    this.s = services;
  }

  @Override
  public ExchangeType type() {
    return ExchangeType.CREATE_CHILD_SA;
  }

  @Override
  public List<Payload> build(IkeSa sa) {
    boolean again = groupChanges > 0 && sa.state() == IkeSaState.REKEYING;
    if (sa.state() != IkeSaState.ESTABLISHED && !again) {
      return null;
    }
    if (busyWithChildren(sa) || sa.undecided() != null) {
      retryLater(sa, 500, 1500);
      return null;
    }
    proposals = IkeProposals.parse(sa.connection().proposals());
    method = method == null ? proposals.firstKeyExchange() : method;
    keyExchange = KeyExchange.generate(method, s.random());
    newSpi = s.ikeSas().newSpi();
    nonce = s.nonce();
    s.lifecycle().state(sa, IkeSaState.REKEYING);
    return List.of(proposals.offer(newSpi), new NoncePayload(nonce), keyExchange.payload());
  }

  /** Whether a Child SA is being made or deleted (RFC 7296 §2.25.2). */
  static boolean busyWithChildren(IkeSa sa) {
    return sa.responses().answering()
        || sa.children().stream()
            .anyMatch(
                c -> c.state() == ChildSaState.INSTALLING || c.state() == ChildSaState.DELETING);
  }

  @Override
  public void process(IkeSa sa, IkeMessage response, byte[] raw) {
    NotifyPayload error = response.firstError().orElse(null);
    try {
      if (error == null) {
        complete(sa, response);
      } else if (!anotherGroup(sa, error)) {
        refused(sa, error);
      }
    } catch (IkeProtocolException e) {
      followUpFailed(sa, e);
    } finally {
      closeKeyExchange();
    }
  }

  @Override
  public void followUpFailed(IkeSa sa, IkeProtocolException e) {
    abandoned();
    s.supervisor().report(sa.connection(), PeerErrors.reason(e), "rekey: " + e.getMessage());
    // The peer has a new IKE SA that we cannot use; the old one is as good as replaced.
    s.requests().enqueue(sa, DeleteIkeSa.of(s, LossCause.EXPIRED));
  }

  @Override
  public void followUpRefused(IkeSa sa, NotifyPayload error) {
    abandoned();
    refused(sa, error);
  }

  @Override
  public boolean concernsChildren() {
    return false;
  }

  @Override
  public int spi() {
    return 0;
  }

  private void complete(IkeSa sa, IkeMessage response) throws IkeProtocolException {
    SaPayload answer = response.first(SaPayload.class).orElse(null);
    NoncePayload peerNonce = response.first(NoncePayload.class).orElse(null);
    KePayload ke = response.first(KePayload.class).orElse(null);
    if (answer == null || peerNonce == null || ke == null) {
      throw new InvalidSyntaxException("an answer lacks SA, nonce or KE");
    }
    choice = proposals.accept(answer, true);
    if (ke.method() != method.id().number() || choice.suite().keyExchange() != method) {
      throw new InvalidSyntaxException("the peer answered with another key exchange method");
    }
    secret = keyExchange.agree(ke.publicValue());
    nonceR = peerNonce.nonce();
    if (choice.suite().additional().isEmpty()) {
      followedUp(sa, new byte[0]);
    } else {
      FollowUp.begin(s, sa, this, choice.suite().additional(), response);
    }
  }

  @Override
  public void followedUp(IkeSa sa, byte[] additionalSecrets) {
    long peerSpi = ByteBuffer.wrap(choice.proposal().spi()).getLong();
    IkeKeys keys =
        sa.keys()
            .rekey(
                choice.suite(),
                true,
                secret,
                nonce,
                nonceR,
                newSpi,
                peerSpi,
                additionalSecrets,
                s.random());
    Arrays.fill(secret, (byte) 0);
    IkeSa made = successor(s, sa, true, newSpi, peerSpi, keys);
    made.lowestNonce(Nonces.lower(nonce, nonceR));
    decide(sa, made);
  }

  /** A new IKE SA in the place of an old one, without its children yet. */
  static IkeSa successor(
      Services s, IkeSa old, boolean initiator, long localSpi, long remoteSpi, IkeKeys keys) {
    IkeSa made = new IkeSa(initiator, localSpi, remoteSpi, old.path(), s.now());
    made.connection(old.connection());
    made.remoteId(old.remoteId());
    made.extensions().addAll(old.extensions());
    made.keys(keys);
    made.postQuantumBefore(old.postQuantum());
    made.innerAddresses(old.innerAddresses());
    made.peerAddresses(old.peerAddresses());
    s.ikeSas().add(made);
    s.supervisor().ikeSaMade(made);
    s.lifecycle().established(made);
    return made;
  }

  /** The exchange with the lowest nonce loses (RFC 7296 §2.8.2). */
  private void decide(IkeSa old, IkeSa made) {
    if (old.state() != IkeSaState.REKEYING) { // the peer's rekey has won meanwhile
      s.requests().enqueue(made, DeleteIkeSa.of(s, LossCause.REKEYED));
      return;
    }
    IkeSa rival = old.rivalSuccessor();
    boolean rivalLives = rival != null && rival.state() == IkeSaState.ESTABLISHED;
    if (rivalLives && Nonces.compare(made.lowestNonce(), rival.lowestNonce()) < 0) {
      s.lifecycle().adopt(old, rival);
      s.lifecycle().guard(old);
      s.requests().enqueue(made, DeleteIkeSa.of(s, LossCause.REKEYED));
      return;
    }
    if (rivalLives) {
      s.lifecycle().state(rival, IkeSaState.REKEYED);
      rival.rekeyTimer(null);
      rival.livenessTimer(null);
      s.lifecycle().guard(rival);
    }
    s.lifecycle().adopt(old, made);
    s.requests().enqueue(old, DeleteIkeSa.of(s, LossCause.REKEYED));
  }

  private boolean anotherGroup(IkeSa sa, NotifyPayload error) {
    byte[] data = error.data();
    if (error.notifyNumber() != NotifyType.INVALID_KE_PAYLOAD.number()
        || data.length != 2
        || groupChanges >= MAX_GROUP_CHANGES) {
      return false;
    }
    KeyExchangeMethod asked = KeyExchangeMethod.of((data[0] & 0xff) << 8 | (data[1] & 0xff));
    if (asked == null || !proposals.offers(asked)) {
      return false;
    }
    groupChanges++;
    method = asked;
    sa.queue().addFirst(this);
    return true;
  }

  private void refused(IkeSa sa, NotifyPayload error) {
    if (sa.state() != IkeSaState.REKEYING) {
      return;
    }
    IkeSa rival = sa.rivalSuccessor();
    if (rival != null && rival.state() == IkeSaState.ESTABLISHED) {
      s.lifecycle().adopt(sa, rival);
      s.lifecycle().guard(sa);
      return;
    }
    s.lifecycle().state(sa, IkeSaState.ESTABLISHED);
    if (error.notifyNumber() == NotifyType.TEMPORARY_FAILURE.number()
        || error.notifyNumber() == NotifyType.STATE_NOT_FOUND.number()) {
      retryLater(sa, 1000, 5000);
    } else {
      s.supervisor()
          .report(
              sa.connection(),
              PeerErrors.reason(error),
              "rekey of the IKE SA: " + PeerErrors.text(error, sa.connection().proposals()));
      retryLater(sa, 30_000, 60_000);
    }
  }

  private void retryLater(IkeSa sa, long minMillis, long maxMillis) {
    s.lifecycle().armRekey(sa, TimeUnit.MILLISECONDS.toNanos(s.jitter(minMillis, maxMillis)));
  }

  @Override
  public void abandoned() {
    closeKeyExchange();
    Arrays.fill(secret, (byte) 0);
  }

  private void closeKeyExchange() {
    if (keyExchange != null) {
      keyExchange.close();
      keyExchange = null;
    }
  }
}

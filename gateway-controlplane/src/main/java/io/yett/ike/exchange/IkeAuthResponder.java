package io.yett.ike.exchange;

import io.yett.ike.crypto.IkeProposals;
import io.yett.ike.engine.FailureReason;
import io.yett.ike.error.AuthenticationFailedException;
import io.yett.ike.error.IkeProtocolException;
import io.yett.ike.error.InvalidSyntaxException;
import io.yett.ike.error.NoProposalChosenException;
import io.yett.ike.message.AuthPayload;
import io.yett.ike.message.IdPayload;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.message.PayloadType;
import io.yett.ike.message.SaPayload;
import io.yett.ike.pad.Candidates;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.Identity;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.LossCause;
import io.yett.ike.sa.PendingAuthentication;
import java.util.ArrayList;
import java.util.List;

/** IKE_AUTH as responder (RFC 7296 §1.2): who is it, may it, and the first Child SA. */
public final class IkeAuthResponder implements PendingAuthentication {
  private final Services s;
  private final Candidates candidates;
  private final SaPayload chosen;
  private final Handshake handshake;

  /**
   * Prepares.
   *
   * @param chosen our SA payload of IKE_SA_INIT
   */
  IkeAuthResponder(
      Services services, Candidates candidates, SaPayload chosen, Handshake handshake) {
    this.s = services;
    this.candidates = candidates;
    this.chosen = chosen;
    this.handshake = handshake;
  }

  /** A protected IKE_AUTH request came in. */
  public void handle(IkeSa sa, IkeMessage request, Answer answer) {
    sa.authentication(null);
    List<Payload> payloads = new ArrayList<>();
    try {
      payloads.addAll(authenticate(sa, request));
    } catch (IkeProtocolException e) {
      Connection about = sa.connection() == null ? candidates.first() : sa.connection();
      s.supervisor().suspect(about, PeerErrors.reason(e), e.getMessage());
      answer.send(e);
      s.lifecycle().closeLingering(sa, LossCause.FAILED);
      return;
    }
    Mobike.accept(sa, request);
    if (Mobike.spoken(sa)) {
      payloads.addAll(Mobike.announcement(sa.connection()));
    }
    IkeProtocolException refused = null;
    if (!sa.connection().options().pools().isEmpty()) {
      try {
        payloads.add(s.clients().admit(sa, request));
      } catch (IkeProtocolException e) {
        refused = e;
      }
    }
    if (request.has(NotifyType.INITIAL_CONTACT) && refused == null) {
      s.supervisor().initialContact(sa);
    }
    s.lifecycle().established(sa);
    s.supervisor().ikeSaEstablished(sa);
    if (refused != null) { // the IKE SA stands, without a Child SA (RFC 7296 §3.15.4)
      s.supervisor().report(sa.connection(), PeerErrors.reason(refused), refused.getMessage());
      payloads.add(refused.toNotify());
      answer.send(payloads);
    } else if (request.first(SaPayload.class).isPresent()) {
      firstChild(sa, request, payloads, answer);
    } else {
      answer.send(payloads);
    }
  }

  private List<Payload> authenticate(IkeSa sa, IkeMessage request) throws IkeProtocolException {
    IdPayload peerId = request.first(PayloadType.ID_INITIATOR, IdPayload.class).orElse(null);
    IdPayload wantedId = request.first(PayloadType.ID_RESPONDER, IdPayload.class).orElse(null);
    AuthPayload auth = request.first(AuthPayload.class).orElse(null);
    if (peerId == null) {
      throw new InvalidSyntaxException("IKE_AUTH without IDi");
    }
    if (auth == null) {
      throw new AuthenticationFailedException(
          "the peer wants EAP, a pre-shared key is configured here");
    }
    Identity peer = Authentication.identity(peerId);
    Identity us = wantedId == null ? null : Authentication.identity(wantedId);
    List<Connection> matching = candidates.matching(peer, us);
    if (matching.isEmpty()) {
      throw new AuthenticationFailedException(
          "the peer says it is "
              + peer
              + (us == null ? "" : " and wants " + us)
              + ": no connection has these identities at these addresses");
    }
    Connection connection =
        matching.stream()
            .filter(c -> IkeProposals.parse(c.proposals()).permits(chosen))
            .findFirst()
            .orElseThrow(() ->
                new NoProposalChosenException(
                    "the peer is of connection "
                        + matching.getFirst().name()
                        + ", whose proposals do not allow "
                        + sa.suite()));
    sa.connection(connection);
    AuthPayload proof = auth;
    if (PpkAuth.possible(sa, connection) && PpkAuth.named(request, connection)) {
      PpkAuth.mix(sa, connection);
    } else {
      proof = PpkAuth.withoutKey(request, auth);
    }
    if (proof == null) {
      throw new AuthenticationFailedException(
          "the peer requires a post-quantum preshared key that connection "
              + connection.name()
              + " has not");
    }
    PpkAuth.require(sa, connection);
    Authentication.verify(sa, connection, handshake, peerId, proof);
    sa.remoteId(peer);
    IdPayload ourId = Authentication.payload(false, connection.localId());
    List<Payload> payloads = new ArrayList<>();
    payloads.add(ourId);
    payloads.add(Authentication.sign(sa, connection, handshake, ourId));
    if (sa.postQuantumKeyUsed()) {
      payloads.add(NotifyPayload.of(NotifyType.PPK_IDENTITY));
    }
    sa.keys().keepPpk();
    return payloads;
  }

  /** The IKE SA stands even if its first Child SA does not (RFC 7296 §1.2). */
  private void firstChild(IkeSa sa, IkeMessage request, List<Payload> payloads, Answer answer) {
    ChildAnswer made;
    try {
      made = ChildAnswer.inAuth(s, sa, request, handshake);
    } catch (IkeProtocolException e) {
      s.supervisor().report(sa.connection(), PeerErrors.reason(e), e.getMessage());
      payloads.add(e.toNotify());
      answer.send(payloads);
      return;
    }
    RespondedChild.install(
        s,
        made,
        new byte[0],
        error -> {
          if (error == null) {
            payloads.addAll(made.payloads());
          } else {
            s.supervisor().report(sa.connection(), FailureReason.INSTALL_FAILED, error);
            payloads.add(NotifyPayload.of(NotifyType.TEMPORARY_FAILURE));
          }
          answer.send(payloads);
        });
  }
}

package io.yett.ike.exchange;

import io.yett.ike.crypto.IkeProposals;
import io.yett.ike.eap.EapServer;
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
import io.yett.ike.pad.AuthKind;
import io.yett.ike.pad.Candidates;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.Identity;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.IkeSaState;
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
    try {
      authenticate(sa, request, answer);
    } catch (IkeProtocolException e) {
      refuse(sa, answer, e);
    }
  }

  void refuse(IkeSa sa, Answer answer, IkeProtocolException e) {
    refuse(sa, answer, List.of(e.toNotify()), e);
  }

  /** The same with other payloads. */
  void refuse(IkeSa sa, Answer answer, List<? extends Payload> payloads, IkeProtocolException e) {
    Connection about = sa.connection() == null ? candidates.first() : sa.connection();
    s.supervisor().suspect(about, PeerErrors.reason(e), e.getMessage());
    answer.send(payloads);
    s.lifecycle().closeLingering(sa, LossCause.FAILED);
  }

  /** The peer is who it says, and we have our own proof. */
  void authenticated(IkeSa sa, IkeMessage request, List<Payload> payloads, Answer answer) {
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

  private void authenticate(IkeSa sa, IkeMessage request, Answer answer)
      throws IkeProtocolException {
    IdPayload peerId = request.first(PayloadType.ID_INITIATOR, IdPayload.class).orElse(null);
    IdPayload wantedId = request.first(PayloadType.ID_RESPONDER, IdPayload.class).orElse(null);
    AuthPayload auth = request.first(AuthPayload.class).orElse(null);
    if (peerId == null) {
      throw new InvalidSyntaxException("IKE_AUTH without IDi");
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
    boolean eap = auth == null;
    List<Connection> able =
        matching.stream()
            .filter(c -> (c.options().remote().kind() == AuthKind.EAP_MSCHAPV2) == eap)
            .toList();
    if (able.isEmpty()) {
      throw new AuthenticationFailedException(
          eap
              ? "the peer wants EAP, and connection "
                  + matching.getFirst().name()
                  + " has remote.auth other than eap-mschapv2"
              : "the peer does not want EAP, which connection "
                  + matching.getFirst().name()
                  + " asks for");
    }
    Connection connection =
        able.stream()
            .filter(c -> IkeProposals.parse(c.proposals()).permits(chosen))
            .findFirst()
            .orElseThrow(() ->
                new NoProposalChosenException(
                    "the peer is of connection "
                        + able.getFirst().name()
                        + ", whose proposals do not allow "
                        + sa.suite()));
    sa.connection(connection);
    if (eap) {
      prove(sa, request, answer, peerId);
      return;
    }
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
    Authentication.verify(
        s,
        sa,
        handshake,
        peerId,
        proof,
        request,
        (nothing, failure) -> {
          if (sa.state() != IkeSaState.AUTHENTICATING) {
            return; // it ended meanwhile
          }
          if (failure != null) {
            refuse(sa, answer, failure);
          } else {
            sa.remoteId(peer);
            prove(sa, request, answer, null);
          }
        });
  }

  /**
   * Our own proof; with EAP (then with the peer's IDi, otherwise null) it comes before the peer's.
   */
  private void prove(IkeSa sa, IkeMessage request, Answer answer, IdPayload eapPeer) {
    Connection connection = sa.connection();
    IdPayload ourId = Authentication.payload(false, connection.localId());
    if (!Authentication.signs(connection)) {
      proved(
          sa, request, ourId, Authentication.sharedKey(sa, connection, handshake, ourId), answer);
      return;
    }
    Authentication.sign(
        s,
        connection,
        handshake,
        List.of(Authentication.octets(sa, handshake, ourId)),
        (signed, failure) -> {
          if (sa.state() != IkeSaState.AUTHENTICATING) {
            return; // it ended meanwhile
          }
          if (failure != null) {
            refuse(sa, answer, failure);
          } else if (eapPeer != null) {
            beginEap(sa, request, eapPeer, ourId, signed.getFirst(), answer);
          } else {
            proved(sa, request, ourId, signed.getFirst(), answer);
          }
        });
  }

  private void beginEap(
      IkeSa sa,
      IkeMessage request,
      IdPayload peerId,
      IdPayload ourId,
      AuthPayload auth,
      Answer answer) {
    Connection connection = sa.connection();
    EapServer server =
        new EapServer(
            connection.options().remote().users(), s.random(), connection.localId().toString());
    EapAuthResponder eap = new EapAuthResponder(s, this, handshake, request, peerId, ourId, server);
    sa.authentication(eap);
    List<Payload> payloads = new ArrayList<>();
    payloads.add(ourId);
    payloads.addAll(CertificateOffers.certificates(connection));
    payloads.add(auth);
    payloads.add(eap.begin());
    answer.send(payloads);
  }

  private void proved(
      IkeSa sa, IkeMessage request, IdPayload ourId, AuthPayload auth, Answer answer) {
    List<Payload> payloads = new ArrayList<>();
    payloads.add(ourId);
    payloads.addAll(CertificateOffers.certificates(sa.connection()));
    payloads.add(auth);
    if (sa.postQuantumKeyUsed()) {
      payloads.add(NotifyPayload.of(NotifyType.PPK_IDENTITY));
    }
    sa.keys().keepPpk();
    authenticated(sa, request, payloads, answer);
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

package io.yett.ike.exchange;

import io.yett.ike.error.AuthenticationFailedException;
import io.yett.ike.error.FailedCpRequiredException;
import io.yett.ike.error.IkeProtocolException;
import io.yett.ike.error.InvalidSyntaxException;
import io.yett.ike.message.AuthPayload;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IdPayload;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.message.PayloadType;
import io.yett.ike.pad.CertificateDemand;
import io.yett.ike.pad.Child;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.Identity;
import io.yett.ike.sa.Extension;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.IkeSaState;
import io.yett.ike.sa.InitiatedExchange;
import io.yett.ike.sa.LossCause;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * IKE_AUTH as initiator: identities, AUTH, and the first Child SA (RFC 7296 §1.2). With a
 * certificate it is built twice: the first time has AUTH signed in the background.
 */
final class IkeAuth implements InitiatedExchange {
  private final Services s;
  private final Handshake handshake;
  private final Child child;
  private ChildOffer offer;
  private boolean childTaken;
  private IdPayload ourId;

  /** AUTH; before it, if a post-quantum preshared key is in use, the one without it. */
  private List<AuthPayload> auth = List.of();

  IkeAuth(Services services, Child child, Handshake handshake) {
    this.s = services;
    this.handshake = handshake;
    this.child = child;
  }

  @Override
  public ExchangeType type() {
    return ExchangeType.IKE_AUTH;
  }

  @Override
  public List<Payload> build(IkeSa sa) {
    if (auth.isEmpty() && !prove(sa)) {
      return null;
    }
    Connection connection = sa.connection();
    List<Payload> payloads = new ArrayList<>();
    payloads.add(ourId);
    payloads.addAll(CertificateOffers.certificates(connection));
    if (!s.supervisor().hasAuthenticated(connection)) {
      payloads.add(NotifyPayload.of(NotifyType.INITIAL_CONTACT));
    }
    payloads.addAll(CertificateOffers.requests(CertificateDemand.of(connection)));
    if (!connection.remoteId().isPattern()) {
      payloads.add(Authentication.payload(false, connection.remoteId()));
    }
    if (sa.postQuantumKeyUsed()) {
      payloads.add(PpkAuth.identity(connection));
      if (!connection.options().ppk().required()) {
        payloads.add(PpkAuth.fallback(auth.getFirst()));
      }
    }
    payloads.add(auth.getLast());
    if (connection.options().mobike()) {
      payloads.addAll(Mobike.announcement(connection));
    }
    if (connection.options().requestAddress()) {
      payloads.add(InnerConfiguration.request());
    }
    if (!childless(sa)) {
      offer = new ChildOffer(s, child);
      payloads.add(offer.sa(false));
      payloads.addAll(offer.transportMode(sa));
      payloads.addAll(offer.selectors());
    }
    return payloads;
  }

  /** Makes AUTH at once and says true; or has it made, after which this is queued again. */
  private boolean prove(IkeSa sa) {
    Connection connection = sa.connection();
    ourId = Authentication.payload(true, connection.localId());
    boolean signs = Authentication.signs(connection);
    List<byte[]> octets = new ArrayList<>();
    List<AuthPayload> shared = new ArrayList<>();
    if (PpkAuth.possible(sa, connection)) {
      if (signs) {
        octets.add(Authentication.octets(sa, handshake, ourId));
      } else {
        shared.add(Authentication.sharedKey(sa, connection, handshake, ourId));
      }
      PpkAuth.mix(sa, connection);
    }
    if (!signs) {
      shared.add(Authentication.sharedKey(sa, connection, handshake, ourId));
      auth = shared;
      return true;
    }
    octets.add(Authentication.octets(sa, handshake, ourId));
    waitFor(sa);
    Authentication.sign(
        s,
        connection,
        handshake,
        octets,
        (signed, failure) -> {
          if (sa.state() != IkeSaState.AUTHENTICATING) {
            return; // it ended meanwhile
          }
          sa.guardTimer(null);
          if (failure != null) {
            s.supervisor().report(connection, PeerErrors.reason(failure), failure.getMessage());
            s.lifecycle().close(sa, LossCause.FAILED);
            return;
          }
          auth = signed;
          s.requests().enqueue(sa, this);
        });
    return false;
  }

  /** What goes on elsewhere must not take for ever. */
  private void waitFor(IkeSa sa) {
    sa.guardTimer(
        s.after(Background.PATIENCE_MILLIS, () -> s.lifecycle().close(sa, LossCause.FAILED)));
  }

  @Override
  public void process(IkeSa sa, IkeMessage response, byte[] raw) {
    try {
      if (!authenticate(sa, response)) {
        s.lifecycle().close(sa, LossCause.FAILED);
      }
    } catch (IkeProtocolException e) {
      refuse(sa, e);
    }
  }

  private void refuse(IkeSa sa, IkeProtocolException e) {
    s.supervisor().report(sa.connection(), PeerErrors.reason(e), e.getMessage());
    s.requests().enqueue(sa, DeleteIkeSa.unauthenticated(s, e.notifyType()));
  }

  /** The peer is who it says. */
  private void authenticated(IkeSa sa, IkeMessage response, Identity peer) {
    sa.remoteId(peer);
    takeAddresses(sa, response);
    Mobike.accept(sa, response);
    s.lifecycle().established(sa);
    s.supervisor().ikeSaEstablished(sa);
    if (childless(sa)) {
      s.requests().enqueue(sa, CreateChildSa.create(s, sa.connection(), child));
    } else {
      makeChild(sa, response);
    }
  }

  private static boolean childless(IkeSa sa) {
    return sa.extensions().contains(Extension.CHILDLESS);
  }

  /** False if the peer has refused us; if true, the check of its proof is under way or done. */
  private boolean authenticate(IkeSa sa, IkeMessage response) throws IkeProtocolException {
    IdPayload peerId = response.first(PayloadType.ID_RESPONDER, IdPayload.class).orElse(null);
    AuthPayload proof = response.first(AuthPayload.class).orElse(null);
    NotifyPayload error = response.firstError().orElse(null);
    if ((peerId == null || proof == null) && error != null) {
      List<String> proposals = sa.connection().children().getFirst().proposals();
      s.supervisor()
          .report(sa.connection(), PeerErrors.reason(error), PeerErrors.text(error, proposals));
      return false;
    }
    if (peerId == null || proof == null) {
      throw new InvalidSyntaxException("an IKE_AUTH answer lacks IDr or AUTH");
    }
    Identity found = Authentication.identity(peerId);
    if (!sa.connection().remoteId().matches(found)) {
      throw new AuthenticationFailedException(
          "the peer is " + found + ", expected " + sa.connection().remoteId());
    }
    if (sa.postQuantumKeyUsed() && !response.has(NotifyType.PPK_IDENTITY)) {
      PpkAuth.unmix(sa);
    }
    PpkAuth.require(sa, sa.connection());
    sa.keys().keepPpk();
    waitFor(sa);
    Authentication.verify(
        s,
        sa,
        handshake,
        peerId,
        proof,
        response,
        (nothing, failure) -> {
          if (sa.state() != IkeSaState.AUTHENTICATING) {
            return; // it ended meanwhile
          }
          sa.guardTimer(null);
          if (failure != null) {
            refuse(sa, failure);
          } else {
            authenticated(sa, response, found);
            s.lifecycle().checkpoint(sa);
          }
        });
    return true;
  }

  private void takeAddresses(IkeSa sa, IkeMessage response) {
    if (sa.connection().options().requestAddress()) {
      InnerConfiguration.Reply reply = InnerConfiguration.read(response);
      sa.innerAddresses(reply.addresses());
      s.events()
          .note(
              sa.connectionName(),
              "the peer gives addresses "
                  + text(reply.addresses())
                  + ", DNS servers "
                  + text(reply.dns())
                  + ", subnets "
                  + reply.subnets());
    }
  }

  private static List<String> text(List<InetAddress> addresses) {
    return addresses.stream().map(InetAddress::getHostAddress).toList();
  }

  private void makeChild(IkeSa sa, IkeMessage response) {
    NotifyPayload error = response.firstError().orElse(null);
    if (error != null) {
      offer.release();
      s.supervisor()
          .childFailed(
              sa,
              offer.child().name(),
              PeerErrors.reason(error),
              PeerErrors.text(error, offer.child().proposals()));
      closeWithoutAddress(sa);
      return;
    }
    try {
      if (sa.connection().options().requestAddress() && sa.innerAddresses().isEmpty()) {
        throw new FailedCpRequiredException("the peer gives us no inner address");
      }
      ChildOffer.Result result =
          offer
              .accept(sa, response, null, handshake.nonceI(), handshake.nonceR())
              .complete(new byte[0]);
      childTaken = true;
      NewChild.install(s, result, offer.child());
    } catch (IkeProtocolException e) {
      s.supervisor().childFailed(sa, offer.child().name(), PeerErrors.reason(e), e.getMessage());
      s.requests().enqueue(sa, DeleteChildSa.refused(s, offer.spi()));
      closeWithoutAddress(sa);
    }
  }

  /** Without the inner address that we asked for no Child SA can be: we begin anew some day. */
  private void closeWithoutAddress(IkeSa sa) {
    if (sa.connection().options().requestAddress() && sa.innerAddresses().isEmpty()) {
      s.requests().enqueue(sa, DeleteIkeSa.of(s, LossCause.FAILED));
    }
  }

  @Override
  public void abandoned() {
    if (!childTaken && offer != null) {
      offer.release();
    }
  }
}

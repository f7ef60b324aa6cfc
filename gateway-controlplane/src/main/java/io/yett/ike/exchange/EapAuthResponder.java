package io.yett.ike.exchange;

import io.yett.ike.crypto.ConstantTime;
import io.yett.ike.eap.EapServer;
import io.yett.ike.eap.EapServer.Step;
import io.yett.ike.engine.FailureReason;
import io.yett.ike.error.AuthenticationFailedException;
import io.yett.ike.error.IkeProtocolException;
import io.yett.ike.error.InvalidSyntaxException;
import io.yett.ike.message.AuthMethod;
import io.yett.ike.message.AuthPayload;
import io.yett.ike.message.EapPayload;
import io.yett.ike.message.IdPayload;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.Payload;
import io.yett.ike.pad.EapUsers;
import io.yett.ike.pad.Identity;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.PendingAuthentication;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * IKE_AUTH after its first message, when the peer is authenticated by EAP (RFC 7296 §2.16): EAP
 * messages until its end, then AUTH of both ends with the key that EAP made.
 */
public final class EapAuthResponder implements PendingAuthentication {
  /** EAP messages of one conversation. */
  private static final int MAX_ROUNDS = 10;

  private final Services s;
  private final IkeAuthResponder owner;
  private final Handshake handshake;
  private final IkeMessage first;
  private final IdPayload peerId;
  private final IdPayload ourId;
  private final EapServer server;
  private int rounds;
  private byte[] msk = {};
  private Identity user;

  /**
   * Prepares.
   *
   * @param first IKE_AUTH request, which has all that the last response is about
   */
  EapAuthResponder(
      Services services,
      IkeAuthResponder owner,
      Handshake handshake,
      IkeMessage first,
      IdPayload peerId,
      IdPayload ourId,
      EapServer server) {
    this.s = services;
    this.owner = owner;
    this.handshake = handshake;
    this.first = first;
    this.peerId = peerId;
    this.ourId = ourId;
    this.server = server;
  }

  /** EAP's first message. */
  EapPayload begin() {
    return new EapPayload(server.begin());
  }

  /** A further IKE_AUTH request came in. */
  public void handle(IkeSa sa, IkeMessage request, Answer answer) {
    try {
      if (user == null) {
        round(sa, request, answer);
      } else {
        end(sa, request, answer);
      }
    } catch (IkeProtocolException e) {
      drop();
      owner.refuse(sa, answer, e);
    }
  }

  private void round(IkeSa sa, IkeMessage request, Answer answer) throws IkeProtocolException {
    EapPayload message = request.first(EapPayload.class).orElse(null);
    if (message == null) {
      throw new InvalidSyntaxException("IKE_AUTH without EAP in the middle of EAP");
    }
    if (++rounds > MAX_ROUNDS) {
      throw new AuthenticationFailedException("EAP took more than " + MAX_ROUNDS + " rounds");
    }
    switch (server.receive(message.eapMessage())) {
      case Step.Continue step -> answer.send(List.of(new EapPayload(step.message())));
      case Step.Rejected step -> {
        s.supervisor().suspect(sa.connection(), FailureReason.AUTHENTICATION_FAILED, step.why());
        answer.send(List.of(new EapPayload(step.message())));
      }
      case Step.Success step -> {
        msk = step.msk();
        Identity found = EapUsers.identity(step.user());
        if (!sa.connection().remoteId().matches(found)) {
          throw new AuthenticationFailedException(
              "EAP user "
                  + found
                  + " is not one of "
                  + sa.connection().remoteId()
                  + ", the peers of connection "
                  + sa.connection().name());
        }
        user = found;
        answer.send(List.of(new EapPayload(step.message())));
      }
      case Step.Failure step -> {
        drop();
        owner.refuse(
            sa,
            answer,
            List.of(new EapPayload(step.message())),
            new AuthenticationFailedException(step.why()));
      }
    }
  }

  /** AUTH of both ends with the MSK in place of a pre-shared key. */
  private void end(IkeSa sa, IkeMessage request, Answer answer) throws IkeProtocolException {
    AuthPayload auth = request.first(AuthPayload.class).orElse(null);
    if (auth == null || auth.method() != AuthMethod.SHARED_KEY_MIC.number()) {
      throw new AuthenticationFailedException("after EAP the peer sends no AUTH with its key");
    }
    byte[] expected =
        sa.keys()
            .sharedKeyAuth(
                true, msk, handshake.peerMessage(sa), handshake.ourNonce(sa), peerId.body());
    if (!ConstantTime.equals(expected, auth.data())) {
      throw new AuthenticationFailedException("AUTH with the key of EAP does not hold");
    }
    byte[] ours =
        sa.keys()
            .sharedKeyAuth(
                false, msk, handshake.ourMessage(sa), handshake.peerNonce(sa), ourId.body());
    drop();
    sa.authentication(null);
    sa.remoteId(user);
    List<Payload> payloads =
        new ArrayList<>(List.of(new AuthPayload(AuthMethod.SHARED_KEY_MIC.number(), ours)));
    owner.authenticated(sa, first, payloads, answer);
  }

  @Override
  public void drop() {
    server.wipe();
    Arrays.fill(msk, (byte) 0);
  }
}

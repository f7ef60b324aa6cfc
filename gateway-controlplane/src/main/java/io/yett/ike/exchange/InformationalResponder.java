package io.yett.ike.exchange;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.ike.engine.FailureReason;
import io.yett.ike.message.DeletePayload;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.sa.ChildSa;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.IkeSaState;
import io.yett.ike.sa.LossCause;
import io.yett.ike.sa.NetworkPath;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** INFORMATIONAL as responder: Delete of IKE SA and Child SAs, liveness (RFC 7296 §1.4). */
public final class InformationalResponder {
  private final Services s;

  public InformationalResponder(Services services) {
    this.s = services;
  }

  /** A protected INFORMATIONAL request came in. */
  public void handle(
      IkeSa sa,
      IkeMessage request,
      Answer answer,
      InetSocketAddress local,
      InetSocketAddress remote) {
    List<DeletePayload> deletes = request.all(DeletePayload.class);
    if (deletes.stream().anyMatch(DeletePayload::deletesIkeSa)) {
      deleteIkeSa(sa, request, answer);
      return;
    }
    Set<ChildSa> children = new LinkedHashSet<>();
    for (DeletePayload delete : deletes) {
      for (int spi : delete.spis()) {
        ChildSa child = sa.childByOutboundSpi(spi);
        if (child != null) {
          children.add(child);
        }
      }
    }
    if (children.isEmpty() && Mobike.spoken(sa)) {
      mobike(sa, request, answer, local, remote);
    } else {
      deleteChildren(children, answer);
    }
  }

  private void mobike(
      IkeSa sa,
      IkeMessage request,
      Answer answer,
      InetSocketAddress local,
      InetSocketAddress remote) {
    // What the initiator of the IKE SA alone decides (RFC 4555 §3.5).
    boolean update = request.has(NotifyType.UPDATE_SA_ADDRESSES) && !sa.initiator();
    if (Mobike.unexpectedNat(request, local, remote)) {
      answer.send(NotifyType.UNEXPECTED_NAT_DETECTED);
      return;
    }
    if (update && !Mobike.acceptable(sa, local)) {
      answer.send(NotifyType.UNACCEPTABLE_ADDRESSES);
      return;
    }
    List<Payload> payloads = new ArrayList<>();
    request.notify(NotifyType.COOKIE2).ifPresent(payloads::add);
    NetworkPath path = sa.path().withEndpoints(local, remote);
    boolean force = sa.connection().forceEncapsulation();
    if (request.has(NotifyType.NAT_DETECTION_SOURCE_IP)) {
      payloads.addAll(Handshake.natNotifies(sa.initiatorSpi(), sa.responderSpi(), path, force));
    }
    if (Mobike.tellsAdditional(request)) {
      Mobike.noteAdditional(sa, request);
    }
    boolean moved = update && !path.equals(sa.path());
    if (moved) {
      sa.path(Handshake.detectNat(path, request, force));
      s.events().note(sa.connectionName(), "the peer moves to " + remote);
    }
    answer.send(payloads);
    if (moved) {
      s.requests().enqueue(sa, new ReturnRoutability(s));
    }
  }

  private void deleteIkeSa(IkeSa sa, IkeMessage request, Answer answer) {
    answer.send(List.of());
    IkeSa rival = sa.rivalSuccessor();
    if (sa.state() == IkeSaState.REKEYING
        && rival != null
        && rival.state() == IkeSaState.ESTABLISHED) {
      s.lifecycle().adopt(sa, rival); // the peer's rekey has won; ours is forgotten (§2.25.2)
    }
    LossCause cause =
        switch (sa.state()) {
          case REKEYED -> LossCause.REKEYED;
          case DELETING -> LossCause.TERMINATED;
          default -> LossCause.PEER_CLOSED;
        };
    if (cause == LossCause.PEER_CLOSED) {
      NotifyPayload error = request.firstError().orElse(null);
      s.supervisor()
          .report(
              sa.connection(),
              error == null ? FailureReason.CLOSED_BY_PEER : PeerErrors.reason(error),
              error == null
                  ? "the peer closed the IKE SA"
                  : PeerErrors.text(error, sa.connection().proposals()));
    }
    s.lifecycle().closeLingering(sa, cause);
  }

  private void deleteChildren(Set<ChildSa> children, Answer answer) {
    List<Integer> ours = new ArrayList<>();
    for (ChildSa child : children) {
      // Both deleted it at once: then the answer does not name it (RFC 7296 §1.4.1).
      if (child.state() != ChildSaState.DELETING) {
        ours.add(child.inboundSpi());
      }
    }
    List<Payload> payloads = ours.isEmpty() ? List.of() : List.of(DeletePayload.esp(ours));
    if (children.isEmpty()) {
      answer.send(payloads);
      return;
    }
    int[] waiting = {children.size()};
    for (ChildSa child : children) {
      switchAndClose(
          child,
          () -> {
            if (--waiting[0] == 0) {
              answer.send(payloads);
            }
          });
    }
  }

  /** After a rekey its successor is used first, so that nothing leaves by the old one any more. */
  private void switchAndClose(ChildSa child, Runnable done) {
    ChildSa successor = child.successor();
    Commands.Done close =
        (error, text) -> {
          s.lifecycle().closeChild(child, cause(child), s.settings().drainMillis());
          done.run();
        };
    if (successor != null && successor.outboundInstalled() && s.installation().isActive(child)) {
      s.installation().activate(successor, close);
    } else {
      close.done(CommandError.NONE, "");
    }
  }

  private static LossCause cause(ChildSa child) {
    boolean another =
        child.owner().children().stream()
            .anyMatch(c -> c != child && c.name().equals(child.name()) && c.live());
    return another || child.state() == ChildSaState.REKEYED
        ? LossCause.REKEYED
        : LossCause.PEER_CLOSED;
  }
}

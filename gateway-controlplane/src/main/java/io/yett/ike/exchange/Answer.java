package io.yett.ike.exchange;

import io.yett.ike.error.IkeProtocolException;
import io.yett.ike.message.IkeHeader;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.NetworkPath;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The answer to one protected request; sent once, now or when the data plane has done its part. It
 * goes where the request came from (RFC 7296 §2.11). Owned by the engine's thread.
 */
public final class Answer {
  private final Services s;
  private final IkeSa sa;
  private final IkeHeader request;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private boolean sent;

  /** The request is in work from now on. */
  public Answer(
      Services services,
      IkeSa sa,
      IkeHeader request,
      InetSocketAddress local,
      InetSocketAddress remote) {
    this.s = services;
    this.sa = sa;
    this.request = request;
    this.local = local;
    this.remote = remote;
    sa.responses().begin();
  }

  /** Sends the payloads; does nothing if the IKE SA has ended meanwhile. */
  public void send(List<? extends Payload> payloads) {
    if (sent || sa.keys() == null) {
      return;
    }
    sent = true;
    IkeMessage message =
        new IkeMessage(
            sa.header(request.exchangeType(), true, request.messageId()), List.copyOf(payloads));
    List<byte[]> datagrams = s.encode(sa, message, NetworkPath.of(local, remote));
    sa.responses().end(datagrams);
    boolean ok = message.firstError().isEmpty();
    s.events().exchange(sa.connectionName(), request.exchangeType().name(), false, ok);
    s.events().sending(sa.connectionName(), message);
    s.lifecycle().checkpoint(sa);
    s.send(local, remote, datagrams);
  }

  /** Sends an error alone. */
  public void send(IkeProtocolException error) {
    send(List.of(error.toNotify()));
  }

  /** Sends a Notify alone. */
  public void send(NotifyType type) {
    send(List.of(NotifyPayload.of(type)));
  }
}

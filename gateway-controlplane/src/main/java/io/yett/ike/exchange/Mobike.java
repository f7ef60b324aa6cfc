package io.yett.ike.exchange;

import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.pad.Connection;
import io.yett.ike.sa.ChildSa;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.Extension;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.NetworkPath;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** MOBIKE (RFC 4555): an IKE SA and its children go on over other addresses. */
public final class Mobike {
  /** Further addresses that are taken from a peer. */
  private static final int MAX_ADDITIONAL = 16;

  private Mobike() {}

  /** What we say in IKE_AUTH: that we speak it, and our further addresses. */
  static List<Payload> announcement(Connection connection) {
    List<Payload> payloads = new ArrayList<>();
    payloads.add(NotifyPayload.of(NotifyType.MOBIKE_SUPPORTED));
    for (InetAddress address : connection.options().additionalAddresses()) {
      payloads.add(
          NotifyPayload.of(
              address.getAddress().length == 4
                  ? NotifyType.ADDITIONAL_IP4_ADDRESS
                  : NotifyType.ADDITIONAL_IP6_ADDRESS,
              address.getAddress()));
    }
    return payloads;
  }

  /** What the peer said in IKE_AUTH. */
  static void accept(IkeSa sa, IkeMessage message) {
    if (sa.connection().options().mobike() && message.has(NotifyType.MOBIKE_SUPPORTED)) {
      sa.extensions().add(Extension.MOBIKE);
      noteAdditional(sa, message);
    }
  }

  static boolean spoken(IkeSa sa) {
    return sa.extensions().contains(Extension.MOBIKE);
  }

  /** Whether a message changes what is known of the peer's further addresses (RFC 4555 §3.6). */
  static boolean tellsAdditional(IkeMessage message) {
    return message.has(NotifyType.ADDITIONAL_IP4_ADDRESS)
        || message.has(NotifyType.ADDITIONAL_IP6_ADDRESS)
        || message.has(NotifyType.NO_ADDITIONAL_ADDRESSES);
  }

  /** Replaces what was known before. */
  static void noteAdditional(IkeSa sa, IkeMessage message) {
    List<InetAddress> addresses = new ArrayList<>();
    for (NotifyPayload notify : message.all(NotifyPayload.class)) {
      boolean ipv4 = notify.notifyNumber() == NotifyType.ADDITIONAL_IP4_ADDRESS.number();
      boolean ipv6 = notify.notifyNumber() == NotifyType.ADDITIONAL_IP6_ADDRESS.number();
      boolean whole = notify.data().length == (ipv4 ? 4 : 16);
      if ((ipv4 || ipv6) && whole && addresses.size() < MAX_ADDITIONAL) {
        addresses.add(address(notify.data()));
      }
    }
    sa.peerAddresses(addresses);
  }

  /**
   * Whether a NAT is on the way although the peer forbids it (RFC 4555 §3.9).
   *
   * @param local where the message came to
   * @param remote where it came from
   */
  static boolean unexpectedNat(
      IkeMessage message, InetSocketAddress local, InetSocketAddress remote) {
    NotifyPayload forbids = message.notify(NotifyType.NO_NATS_ALLOWED).orElse(null);
    if (forbids == null) {
      return false;
    }
    byte[] source = remote.getAddress().getAddress();
    byte[] destination = local.getAddress().getAddress();
    byte[] seen =
        ByteBuffer.allocate(source.length + destination.length + 4)
            .put(source)
            .put(destination)
            .putShort((short) remote.getPort())
            .putShort((short) local.getPort())
            .array();
    return !Arrays.equals(seen, forbids.data());
  }

  /** Whether we may be reached at that address of ours. */
  static boolean acceptable(IkeSa sa, InetSocketAddress local) {
    Connection connection = sa.connection();
    return local.getAddress().equals(connection.localAddress())
        || connection.options().additionalAddresses().contains(local.getAddress());
  }

  /**
   * Takes the children along to where the IKE SA is now. The data plane changes the peer's address
   * of an SA; for another address of ours, or with encapsulation begun or ended, the Child SA is
   * made anew.
   */
  static void moveChildren(Services s, IkeSa sa) {
    s.installation().updatePeer(sa);
    for (ChildSa child : List.copyOf(sa.children())) {
      boolean sameForm =
          child.encapsulated() == sa.path().encapsulated()
              && child.localAddress().equals(sa.path().local().getAddress());
      if (!sameForm && child.state() == ChildSaState.INSTALLED) {
        s.lifecycle().rekey(child);
      }
    }
    s.events().note(sa.connectionName(), "goes on between " + text(sa.path()));
    s.lifecycle().checkpoint(sa);
  }

  private static String text(NetworkPath path) {
    return path.local().getAddress().getHostAddress()
        + " and "
        + path.remote().getAddress().getHostAddress();
  }

  /**
   * The peer does not answer: as initiator we try its next address, and tell it when it answers
   * there (RFC 4555 §3.5).
   */
  static void tryAnotherAddress(Services s, IkeSa sa) {
    if (!spoken(sa) || !sa.initiator() || sa.peerAddresses().isEmpty()) {
      return;
    }
    List<InetAddress> known = new ArrayList<>(sa.peerAddresses());
    InetAddress now = sa.path().remote().getAddress();
    InetAddress next = known.removeFirst();
    known.add(now);
    sa.peerAddresses(known);
    sa.path(sa.path().withRemote(new InetSocketAddress(next, sa.path().remote().getPort())));
    s.events().note(sa.connectionName(), "no answer; trying " + next.getHostAddress());
    boolean queued = sa.queue().stream().anyMatch(UpdateAddresses.class::isInstance);
    if (!queued) {
      sa.queue().addFirst(UpdateAddresses.moved(s));
    }
  }

  private static InetAddress address(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + octets.length + " octets", e);
    }
  }
}

package io.yett.perf.ike;

import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.ike.pad.Child;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.Identity;
import io.yett.ike.pad.LossAction;
import io.yett.ike.pad.PreSharedKey;
import io.yett.ike.pad.StartAction;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The connections of both ends: many initiators, each with an identity and an inner address of its
 * own, at one outer address; one responder. ESP in UDP, as charon's own ESP wants it.
 */
final class ManyPeers {
  static final String RESPONDER = "192.0.2.1";
  static final String DRIVER = "192.0.2.2";
  static final String RESPONDER_ID = "responder.example";

  /** What the initiators' identities end with. */
  static final String DOMAIN = "peers.example";

  static final String SECRET = "the same for all in a benchmark";
  static final String INNER_RESPONDER = "10.1.0.0/16";
  static final String INNER_ADDRESS = "10.1.0.1/16";

  /** Inner addresses are given of that. */
  static final String INNER_PEERS = "10.128.0.0/9";

  static final String ESP = "aes128gcm16-noesn";
  static final String CHILD = "net";

  private static final TrafficSelector BEHIND_RESPONDER =
      TrafficSelector.ofRange(address("10.1.0.0"), address("10.1.255.255"));
  private static final int LIMIT = 1 << 23;

  private ManyPeers() {}

  /** A connection for each initiator, which may use any of the methods. */
  static List<Connection> ofResponder(int count, List<Method> methods) {
    List<String> proposals =
        methods.stream().flatMap(method -> method.proposals().stream()).toList();
    List<Connection> connections = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      connections.add(
          connection(
              "peer-" + i, RESPONDER, RESPONDER_ID, DRIVER, id(i), proposals, child(i, true)));
    }
    return connections;
  }

  /** As many initiators that use this method. */
  static List<Connection> ofDriver(int count, Method method) {
    List<Connection> connections = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      connections.add(
          connection(
              name(method, i),
              DRIVER,
              id(i),
              RESPONDER,
              RESPONDER_ID,
              method.proposals(),
              child(i, false)));
    }
    return connections;
  }

  /** The driver's connection of that number. */
  static String name(Method method, int number) {
    return method.label() + "-" + number;
  }

  private static String id(int number) {
    return "peer-" + number + "." + DOMAIN;
  }

  private static Connection connection(
      String name,
      String local,
      String localId,
      String remote,
      String remoteId,
      List<String> proposals,
      Child child) {
    return new Connection(
        name,
        address(local),
        Identity.parse(localId),
        address(remote),
        Identity.parse(remoteId),
        new PreSharedKey(SECRET.getBytes(StandardCharsets.US_ASCII)),
        proposals,
        0,
        0,
        true,
        List.of(child));
  }

  private static Child child(int number, boolean ofResponder) {
    if (number >= LIMIT) {
      throw new IllegalArgumentException("at most " + LIMIT + " peers");
    }
    InetAddress inner =
        address(
            "10." + (128 + (number >>> 16)) + "." + (number >>> 8 & 255) + "." + (number & 255));
    List<TrafficSelector> behindPeer = List.of(TrafficSelector.ofRange(inner, inner));
    List<TrafficSelector> behindResponder = List.of(BEHIND_RESPONDER);
    return new Child(
        CHILD,
        1000,
        ofResponder ? behindResponder : behindPeer,
        ofResponder ? behindPeer : behindResponder,
        List.of(ESP),
        0,
        0,
        0,
        64,
        StartAction.NONE,
        LossAction.NONE,
        LossAction.NONE);
  }

  static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}

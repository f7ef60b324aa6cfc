package io.yett.ike.exchange;

import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.ike.error.FailedCpRequiredException;
import io.yett.ike.error.IkeProtocolException;
import io.yett.ike.error.InternalAddressFailureException;
import io.yett.ike.message.CpPayload;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.pad.AddressPool;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.Identity;
import io.yett.ike.sa.AddressLeases;
import io.yett.ike.sa.IkeSa;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Remote-access clients: each gets addresses of its connection's pools, and a connection of its own
 * that is made of the configured one (RFC 7296 §2.19). Owned by the engine's thread.
 */
public final class Clients {
  private final Map<AddressPool, AddressLeases> leases = new HashMap<>();
  private final Map<String, List<InetAddress>> addresses = new HashMap<>();
  private final Services s;

  Clients(Services services) {
    this.s = services;
  }

  /**
   * Gives an authenticated client its addresses; from then on the IKE SA is of its own connection.
   *
   * @return our CFG_REPLY
   */
  CpPayload admit(IkeSa sa, IkeMessage request) throws IkeProtocolException {
    Connection template = sa.connection();
    CpPayload wanted = InnerConfiguration.requested(request).orElse(null);
    if (wanted == null) {
      throw new FailedCpRequiredException(
          "the peer of connection " + template.name() + " asks for no address of a pool");
    }
    List<InetAddress> given = new ArrayList<>();
    List<InetAddress> dns = new ArrayList<>();
    for (AddressPool pool : template.options().pools()) {
      boolean already = given.stream().anyMatch(a -> pool.contains(a) || sameFamily(pool, a));
      if (!already && InnerConfiguration.wants(wanted, pool.isIpv4())) {
        InetAddress address = leases(pool).take(sa.remoteId());
        if (address != null) {
          given.add(address);
          dns.addAll(pool.dns());
        }
      }
    }
    if (given.isEmpty()) {
      throw new InternalAddressFailureException(
          "the pools of connection " + template.name() + " have no address left for the peer");
    }
    sa.connection(instance(template, sa.remoteId(), given));
    sa.innerAddresses(given);
    List<TrafficSelector> networks = new ArrayList<>();
    template.children().forEach(child -> networks.addAll(child.local()));
    return InnerConfiguration.reply(given, dns.stream().distinct().toList(), networks);
  }

  private static boolean sameFamily(AddressPool pool, InetAddress address) {
    return pool.isIpv4() == (address.getAddress().length == 4);
  }

  /**
   * The connection of a client in a checkpoint; null if there is no place for it any more.
   *
   * @param name as {@link #name} made it
   */
  Connection restore(String name, Identity identity, List<InetAddress> given) {
    int at = name.indexOf('@');
    Connection template = at < 0 ? null : s.pad().find(name.substring(0, at));
    if (template == null || given.isEmpty() || !name.equals(name(template, given))) {
      return null;
    }
    for (InetAddress address : given) {
      boolean taken =
          template.options().pools().stream()
              .anyMatch(pool -> pool.contains(address) && leases(pool).restore(address, identity));
      if (!taken) {
        return null;
      }
    }
    return instance(template, identity, given);
  }

  /** The connection of a client has no IKE SA any more: its addresses are free. */
  public void left(Connection instance) {
    List<InetAddress> given = addresses.remove(instance.name());
    if (given != null) {
      given.forEach(address -> leases.values().forEach(pool -> pool.release(address)));
    }
  }

  /** The addresses of a client's connection; empty for any other. */
  public List<InetAddress> addresses(Connection connection) {
    return addresses.getOrDefault(connection.name(), List.of());
  }

  private Connection instance(Connection template, Identity identity, List<InetAddress> given) {
    String name = name(template, given);
    Connection instance = template.forClient(name, identity, given);
    addresses.put(name, List.copyOf(given));
    return s.supervisor().clientConnection(instance);
  }

  private static String name(Connection template, List<InetAddress> given) {
    return template.name() + "@" + given.getFirst().getHostAddress();
  }

  private AddressLeases leases(AddressPool pool) {
    return leases.computeIfAbsent(pool, AddressLeases::new);
  }
}

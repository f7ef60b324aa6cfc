package io.yett.ike.simulation;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Virtual time and a network that loses, duplicates, delays and so reorders datagrams, all by one
 * seed.
 */
final class SimulatedNetwork {
  /** Takes datagrams. */
  @FunctionalInterface
  interface Receiver {
    void receive(InetSocketAddress local, InetSocketAddress remote, byte[] octets);
  }

  /** How bad it is: shares of 1, and the longest delay. */
  record Conditions(double loss, double duplication, long minDelayMicros, long maxDelayMicros) {
    static final Conditions GOOD = new Conditions(0, 0, 1000, 1000);
  }

  /** A device on the way that rewrites addresses, or drops by giving null. */
  interface Middlebox {
    /** A datagram's addresses. */
    record Flow(InetSocketAddress source, InetSocketAddress destination) {}

    Flow translate(Flow flow);
  }

  private record Event(long at, long order, Runnable action) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private final Map<InetSocketAddress, Receiver> receivers = new HashMap<>();
  private final Random random;
  private Conditions conditions = Conditions.GOOD;
  private Middlebox middlebox = flow -> flow;
  private Consumer<byte[]> tap = octets -> {};
  private Predicate<byte[]> losing = octets -> false;
  private long now = TimeUnit.HOURS.toNanos(1);
  private long order;

  SimulatedNetwork(long seed) {
    random = new Random(seed);
  }

  Random random() {
    return random;
  }

  long now() {
    return now;
  }

  void conditions(Conditions newConditions) {
    conditions = newConditions;
  }

  void middlebox(Middlebox box) {
    middlebox = box;
  }

  void attach(InetSocketAddress address, Receiver receiver) {
    receivers.put(address, receiver);
  }

  /** Who is at the one address is at the other too. */
  void alias(InetAddress other, InetAddress address) {
    for (int port : new int[] {500, 4500}) {
      receivers.put(
          new InetSocketAddress(other, port), receivers.get(new InetSocketAddress(address, port)));
    }
  }

  void detach(InetSocketAddress address) {
    receivers.remove(address);
  }

  void at(long time, Runnable action) {
    events.add(new Event(Math.max(time, now), order++, action));
  }

  void after(long nanos, Runnable action) {
    at(now + nanos, action);
  }

  /** Sees every datagram that is sent. */
  void tap(Consumer<byte[]> newTap) {
    tap = newTap;
  }

  /** Loses every datagram for which that holds. */
  void losing(Predicate<byte[]> newLosing) {
    losing = newLosing;
  }

  void send(InetSocketAddress source, InetSocketAddress destination, byte[] octets) {
    tap.accept(octets.clone());
    if (losing.test(octets) || random.nextDouble() < conditions.loss()) {
      return;
    }
    deliver(source, destination, octets.clone());
    if (random.nextDouble() < conditions.duplication()) {
      deliver(source, destination, octets.clone());
    }
  }

  private void deliver(InetSocketAddress source, InetSocketAddress destination, byte[] octets) {
    long spread = conditions.maxDelayMicros() - conditions.minDelayMicros();
    long delay = conditions.minDelayMicros() + (spread == 0 ? 0 : random.nextLong(spread));
    after(
        TimeUnit.MICROSECONDS.toNanos(delay),
        () -> {
          Middlebox.Flow flow = middlebox.translate(new Middlebox.Flow(source, destination));
          Receiver receiver = flow == null ? null : receivers.get(flow.destination());
          if (receiver != null) {
            receiver.receive(flow.destination(), flow.source(), octets);
          }
        });
  }

  /** When the next event is due; MAX_VALUE if there is none. */
  long nextEvent() {
    return events.isEmpty() ? Long.MAX_VALUE : events.peek().at();
  }

  /** Moves time on, and runs one event if one is due by then. */
  void advance(long to) {
    if (!events.isEmpty() && events.peek().at() <= to) {
      Event event = events.poll();
      now = event.at();
      event.action().run();
    } else {
      now = to;
    }
  }
}

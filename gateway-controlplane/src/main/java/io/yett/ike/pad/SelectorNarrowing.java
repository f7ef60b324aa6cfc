package io.yett.ike.pad;

import io.yett.dataplane.sachannel.TrafficSelector;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Narrowing of traffic selectors (RFC 7296 §2.9): what both sides allow. */
public final class SelectorNarrowing {
  /** Selectors kept of one side; more are cut, which is a narrowing too. */
  public static final int MAX_SELECTORS = 64;

  private SelectorNarrowing() {}

  /** The part of {@code proposed} that lies in {@code allowed}; empty if none does. */
  public static List<TrafficSelector> narrow(
      List<TrafficSelector> proposed, List<TrafficSelector> allowed) {
    List<TrafficSelector> result = new ArrayList<>();
    for (TrafficSelector p : proposed) {
      for (TrafficSelector a : allowed) {
        Optional<TrafficSelector> common = intersect(p, a);
        if (common.isPresent() && result.size() < MAX_SELECTORS) {
          add(result, common.get());
        }
      }
    }
    return List.copyOf(result);
  }

  /** Whether every selector of {@code inner} lies wholly in one of {@code outer}. */
  public static boolean within(List<TrafficSelector> inner, List<TrafficSelector> outer) {
    return inner.stream().allMatch(i -> outer.stream().anyMatch(o -> contains(o, i)));
  }

  /** What two selectors have in common. */
  public static Optional<TrafficSelector> intersect(TrafficSelector a, TrafficSelector b) {
    if (a.protocol() != 0 && b.protocol() != 0 && a.protocol() != b.protocol()) {
      return Optional.empty();
    }
    if (a.startAddress().getAddress().length != b.startAddress().getAddress().length) {
      return Optional.empty();
    }
    InetAddress start = max(a.startAddress(), b.startAddress());
    InetAddress end = min(a.endAddress(), b.endAddress());
    int startPort = Math.max(a.startPort(), b.startPort());
    int endPort = Math.min(a.endPort(), b.endPort());
    if (compare(start, end) > 0 || startPort > endPort) {
      return Optional.empty();
    }
    int protocol = a.protocol() != 0 ? a.protocol() : b.protocol();
    return Optional.of(new TrafficSelector(protocol, startPort, endPort, start, end));
  }

  private static boolean contains(TrafficSelector outer, TrafficSelector inner) {
    return intersect(outer, inner).filter(inner::equals).isPresent();
  }

  private static void add(List<TrafficSelector> result, TrafficSelector selector) {
    if (result.stream().anyMatch(r -> contains(r, selector))) {
      return;
    }
    result.removeIf(r -> contains(selector, r));
    result.add(selector);
  }

  private static InetAddress max(InetAddress a, InetAddress b) {
    return compare(a, b) >= 0 ? a : b;
  }

  private static InetAddress min(InetAddress a, InetAddress b) {
    return compare(a, b) <= 0 ? a : b;
  }

  private static int compare(InetAddress a, InetAddress b) {
    return Arrays.compareUnsigned(a.getAddress(), b.getAddress());
  }
}

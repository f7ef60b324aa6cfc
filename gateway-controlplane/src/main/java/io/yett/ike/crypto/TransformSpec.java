package io.yett.ike.crypto;

import io.yett.ike.message.Proposal;
import io.yett.ike.message.Transform;
import io.yett.ike.message.TransformType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One proposal of ours: for each transform type what we accept, best first. It matches transforms
 * as a whole, attributes included, so that AES without a key length, or with one of 0, matches
 * nothing (RFC 7296 §3.3.5, §3.3.6).
 */
final class TransformSpec {
  /** NONE is 0 in every type that has it: integrity and key exchanges. */
  private static final int NONE = 0;

  /** One transform of each type. The rank orders selections by our preference, lower is better. */
  record Selection(Map<TransformType, Transform> chosen, List<Integer> rank) {
    Transform get(TransformType type) {
      return chosen.get(type);
    }

    boolean betterThan(Selection other) {
      int[] ours = rank.stream().mapToInt(Integer::intValue).toArray();
      int[] theirs = other.rank.stream().mapToInt(Integer::intValue).toArray();
      return Arrays.compare(ours, theirs) < 0;
    }
  }

  private final Map<TransformType, List<Transform>> wanted = new EnumMap<>(TransformType.class);

  /** Takes the accepted transforms of each type; types without any may be left out. */
  TransformSpec(Map<TransformType, List<Transform>> wanted) {
    wanted.forEach((type, transforms) -> this.wanted.put(type, List.copyOf(transforms)));
  }

  /** What we accept of that type, best first; empty if the proposal has none of it. */
  List<Transform> of(TransformType type) {
    return wanted.getOrDefault(type, List.of());
  }

  boolean hasAdditional() {
    return wanted.keySet().stream().anyMatch(t -> t.isKeyExchange() && t != TransformType.KE);
  }

  /** Whether some type accepts nothing but post-quantum key exchanges. */
  boolean alwaysPostQuantum() {
    return wanted.entrySet().stream()
        .filter(entry -> entry.getKey().isKeyExchange())
        .anyMatch(entry ->
            entry.getValue().stream()
                .map(transform -> KeyExchangeMethod.of(transform.id()))
                .allMatch(method -> method != null && method.postQuantum()));
  }

  /** The additional key exchanges of a choice, in their order; NONE is left out. */
  static List<KeyExchangeMethod> additional(Selection selection) {
    return selection.chosen().entrySet().stream()
        .filter(e -> e.getKey().isKeyExchange() && e.getKey() != TransformType.KE)
        .filter(e -> e.getValue().id() != NONE)
        .map(e -> KeyExchangeMethod.of(e.getValue().id()))
        .toList();
  }

  /** All transforms for the wire. */
  List<Transform> transforms(boolean withKeyExchange) {
    List<Transform> all = new ArrayList<>();
    wanted.forEach((type, transforms) -> {
      if (!type.isKeyExchange() || withKeyExchange) {
        all.addAll(transforms);
      }
    });
    return all;
  }

  /**
   * Chooses one transform of each type from an offer, or checks an answer, which has one of each.
   *
   * @return null if the proposal is unacceptable
   */
  Selection select(Proposal offered, boolean withKeyExchange) {
    Map<TransformType, List<Transform>> byType = byType(offered);
    if (byType == null) {
      return null;
    }
    if (!withKeyExchange) {
      byType.keySet().removeIf(TransformType::isKeyExchange);
    }
    Map<TransformType, Transform> chosen = new EnumMap<>(TransformType.class);
    List<Integer> rank = new ArrayList<>();
    for (TransformType type : TransformType.values()) {
      boolean needed = wanted.containsKey(type) && (!type.isKeyExchange() || withKeyExchange);
      List<Transform> theirs = byType.get(type);
      if (theirs == null && (!needed || optional(type))) {
        continue;
      }
      Transform best =
          theirs == null ? null : needed ? best(type, theirs, chosen) : none(type, theirs);
      if (best == null) {
        return null;
      }
      chosen.put(type, best);
      rank.add(of(type).indexOf(best));
    }
    return new Selection(chosen, rank);
  }

  /** No key exchange method may be chosen twice, but for NONE (RFC 9370 §2.2.1). */
  private Transform best(
      TransformType type, List<Transform> theirs, Map<TransformType, Transform> chosen) {
    return of(type).stream()
        .filter(theirs::contains)
        .filter(t -> !type.isKeyExchange() || t.id() == NONE || !hasMethod(chosen, t.id()))
        .findFirst()
        .orElse(null);
  }

  private static boolean hasMethod(Map<TransformType, Transform> chosen, int id) {
    return chosen.entrySet().stream()
        .anyMatch(entry -> entry.getKey().isKeyExchange() && entry.getValue().id() == id);
  }

  /** An additional key exchange that may also be none: peers without RFC 9370 do not name it. */
  private boolean optional(TransformType type) {
    return type != TransformType.KE
        && type.isKeyExchange()
        && of(type).contains(Transform.of(type, NONE));
  }

  /** A type that we do not want must offer NONE. ENCR, PRF and SN have no NONE. */
  private static Transform none(TransformType type, List<Transform> theirs) {
    boolean mayBeNone =
        type != TransformType.ENCR && type != TransformType.PRF && type != TransformType.SN;
    Transform none = Transform.of(type, NONE);
    return mayBeNone && theirs.contains(none) ? none : null;
  }

  /** The transforms by type; null if a type is unknown (RFC 7296 §3.3.6). */
  private static Map<TransformType, List<Transform>> byType(Proposal proposal) {
    Map<TransformType, List<Transform>> byType = new EnumMap<>(TransformType.class);
    for (Transform transform : proposal.transforms()) {
      TransformType type = TransformType.of(transform.type()).orElse(null);
      if (type == null) {
        return null;
      }
      byType.computeIfAbsent(type, _ -> new ArrayList<>()).add(transform);
    }
    return byType;
  }
}

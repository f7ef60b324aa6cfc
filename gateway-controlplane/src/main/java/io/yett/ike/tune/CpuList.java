package io.yett.ike.tune;

import java.util.BitSet;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.IntStream;

/** A set of CPUs as the kernel writes it: {@code 0-2,5}. Immutable. */
final class CpuList {
  static final CpuList NONE = new CpuList(new BitSet());

  private static final int MAX_CPU = 8191;

  private final BitSet cpus;

  private CpuList(BitSet cpus) {
    this.cpus = cpus;
  }

  static CpuList of(Collection<Integer> cpus) {
    BitSet set = new BitSet();
    cpus.forEach(set::set);
    return new CpuList(set);
  }

  /** Empty if the text is no list. */
  static Optional<CpuList> parse(String text) {
    BitSet set = new BitSet();
    if (!text.isBlank() && !text.equals("(null)")) { // nohz_full writes that for none
      for (String part : text.strip().split(",", -1)) {
        if (!part.matches("\\d{1,4}(-\\d{1,4})?")) {
          return Optional.empty();
        }
        int dash = part.indexOf('-');
        int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
        int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
        if (last < first || last > MAX_CPU) {
          return Optional.empty();
        }
        set.set(first, last + 1);
      }
    }
    return Optional.of(new CpuList(set));
  }

  boolean isEmpty() {
    return cpus.isEmpty();
  }

  boolean containsAll(CpuList other) {
    return other.without(this).isEmpty();
  }

  boolean intersects(CpuList other) {
    return cpus.intersects(other.cpus);
  }

  CpuList without(CpuList other) {
    BitSet rest = (BitSet) cpus.clone();
    rest.andNot(other.cpus);
    return new CpuList(rest);
  }

  CpuList and(CpuList other) {
    BitSet both = (BitSet) cpus.clone();
    both.and(other.cpus);
    return new CpuList(both);
  }

  IntStream stream() {
    return cpus.stream();
  }

  /** One by one, for a shell's loop: {@code 0 1 2 5}. */
  String words() {
    return String.join(" ", cpus.stream().mapToObj(Integer::toString).toList());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int first = cpus.nextSetBit(0); first >= 0; ) {
      int end = cpus.nextClearBit(first);
      text.append(text.isEmpty() ? "" : ",").append(first);
      if (end - first > 1) {
        text.append('-').append(end - 1);
      }
      first = cpus.nextSetBit(end);
    }
    return text.isEmpty() ? "none" : text.toString();
  }
}

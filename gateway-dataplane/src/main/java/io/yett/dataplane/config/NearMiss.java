package io.yett.dataplane.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody probably meant. */
final class NearMiss {
  private NearMiss() {}

  /** The candidate that is at most a third of its letters away, if any. */
  static Optional<String> of(String found, Collection<String> candidates) {
    return candidates.stream()
        .filter(c -> distance(found, c) <= Math.max(1, Math.max(c.length(), found.length()) / 3))
        .min(Comparator.comparingInt(c -> distance(found, c)));
  }

  /** Edits (insert, delete, replace) that turn one into the other. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}

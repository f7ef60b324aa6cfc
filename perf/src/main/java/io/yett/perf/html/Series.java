package io.yett.perf.html;

import java.util.List;
import java.util.Map;

/** The looks of what is drawn: each system has its own, in all plots. */
final class Series {
  /** Systems in the order in which they are drawn. */
  static final List<String> SYSTEMS =
      List.of("yett", "ipsec-secgw", "floor", "io-limit", "crypto-limit");

  private static final Map<String, String> CLASSES =
      Map.of(
          "yett", "yett",
          "ipsec-secgw", "peer",
          "floor", "floor",
          "io-limit", "io",
          "crypto-limit", "crypto");

  private Series() {}

  /** A class of the style sheet; whatever the file says, it is one of a few words. */
  static String style(String system) {
    return CLASSES.getOrDefault(system, "other");
  }

  /** The same with a mark for a variant of a scenario. */
  static String style(String system, String variant) {
    return variant.isEmpty() ? style(system) : style(system) + " variant";
  }

  static String label(String system, String variant) {
    String text = variant.equals("window") ? "replay window on" : variant;
    return variant.isEmpty() ? system : system + ", " + text;
  }

  /** Where a system comes in a list. */
  static int rank(String system) {
    int rank = SYSTEMS.indexOf(system);
    return rank < 0 ? SYSTEMS.size() : rank;
  }
}

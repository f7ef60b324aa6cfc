package io.yett.perf.html;

import java.util.Map;

/** Which colour is whose. */
final class Legend {
  private Legend() {}

  /**
   * Writes it.
   *
   * @param styles by name
   * @param kind a class for the marks: {@code line}, or nothing for bars
   */
  static void write(Html html, Map<String, String> styles, String kind) {
    html.open("ul", "class", "legend");
    styles.forEach((name, style) -> {
      html.open("li");
      html.open("i", "class", ("s " + style + " " + kind).strip()).close();
      html.text(name).close();
    });
    html.close();
  }
}

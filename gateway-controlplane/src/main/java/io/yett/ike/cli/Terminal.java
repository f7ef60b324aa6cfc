package io.yett.ike.cli;

import java.io.Console;

/** Colour and emphasis, only where a person looks: on a terminal, and not if NO_COLOR is set. */
record Terminal(boolean colour) {

  static Terminal detect() {
    boolean interactive = isTerminal();
    return new Terminal(
        interactive && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM")));
  }

  @SuppressWarnings("SystemConsoleNull") // java.base's own console is null without a terminal
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  String bold(String text) {
    return wrap("1", text);
  }

  String good(String text) {
    return wrap("32", text);
  }

  String bad(String text) {
    return wrap("31", text);
  }

  String warn(String text) {
    return wrap("33", text);
  }

  private String wrap(String code, String text) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /** Replaces control characters: what a daemon reports may hold a peer's bytes. */
  static String printable(String text) {
    return text.chars().anyMatch(Character::isISOControl)
        ? text.replaceAll("\\p{Cntrl}", "?")
        : text;
  }
}

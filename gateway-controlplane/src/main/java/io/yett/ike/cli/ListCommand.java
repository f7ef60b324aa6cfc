package io.yett.ike.cli;

import java.util.Map;

/** A command that reads one resource and shows it as a table, or as JSON. */
abstract class ListCommand extends AdminCommand {

  /** The resource's path, such as {@code /v1/sas}. */
  abstract String path();

  /** Shows the answer to a person; returns the exit code. */
  abstract int show(Node answer);

  @Override
  public Integer call() {
    Map<String, Object> answer = client().get(path());
    if (json()) {
      printJson(answer);
    } else {
      return show(Node.of(answer));
    }
    return ExitCode.OK;
  }

  /** Prints the table, or says in words that there is nothing. */
  void print(Table table, String whenEmpty) {
    if (table.isEmpty()) {
      out().println(whenEmpty);
    } else {
      table.print(out(), terminal());
    }
  }

  /**
   * One line on standard error if the data plane is away, so that an empty list is not misread.
   *
   * @return whether the data plane is there
   */
  boolean saysDataPlaneIsThere(Node answer) {
    Node channel = answer.child("channel");
    boolean there = "connected".equals(channel.text("state"));
    if (!there) {
      err().println(terminal().warn("data plane away: " + channel.text("detail")));
    }
    return there;
  }
}

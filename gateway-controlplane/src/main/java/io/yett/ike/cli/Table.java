package io.yett.ike.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table of text for a terminal: columns as wide as they need, numbers to the right. */
final class Table {
  private final List<String> headers = new ArrayList<>();
  private final List<Boolean> right = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  Table left(String header) {
    headers.add(header);
    right.add(false);
    return this;
  }

  Table right(String header) {
    headers.add(header);
    right.add(true);
    return this;
  }

  Table row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(Terminal.printable(String.valueOf(cell)));
    }
    if (row.size() != headers.size()) {
      throw new IllegalArgumentException(
          "row of " + row.size() + " cells in a table of " + headers.size());
    }
    rows.add(row);
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  void print(PrintWriter out, Terminal terminal) {
    int[] widths = new int[headers.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = headers.get(i).length();
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    out.println(terminal.bold(line(headers, widths)));
    rows.forEach(row -> out.println(line(row, widths)));
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - cells.get(i).length());
      line.append(right.get(i) ? padding + cells.get(i) : cells.get(i) + padding);
      line.append("  ");
    }
    return line.toString().stripTrailing();
  }
}

package io.yett.dataplane.config;

/** A place in the file; line and column count from 1, 0 is unknown. */
record Position(int line, int column) {
  static final Position UNKNOWN = new Position(0, 0);
}

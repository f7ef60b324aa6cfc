package io.yett.perf.ike;

import io.yett.perf.BenchException;

/** A system under test. */
interface Responder {
  /** As rows and options name it. */
  String name();

  /** The process whose use is measured. */
  long pid();

  boolean speaks(Method method);

  /**
   * Octets that it holds for its SAs now, beside what it always has: of two readings the difference
   * counts.
   */
  double heldOctets() throws BenchException;

  /** What {@link #heldOctets} is. */
  String memoryKind();
}

package io.yett.perf.scenario;

/** Which way packets pass the gateway. */
public enum Direction {
  /** Clear packets come in, ESP goes out. */
  ENCRYPT,
  /** ESP comes in, clear packets go out. */
  DECRYPT,
  /** Both at the same time, by one core. */
  BOTH;

  public boolean encrypts() {
    return this != DECRYPT;
  }

  public boolean decrypts() {
    return this != ENCRYPT;
  }
}

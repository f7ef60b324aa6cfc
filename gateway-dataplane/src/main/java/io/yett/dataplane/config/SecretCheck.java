package io.yett.dataplane.config;

/** Whose secrets a check opens: each process may read its own files only. */
public enum SecretCheck {
  /** None: their files need not exist. */
  NONE,
  /** Keys of manual SAs. */
  DATAPLANE,
  /** Pre-shared keys. */
  CONTROLPLANE,
  /** All. */
  ALL;

  boolean includes(SecretCheck plane) {
    return this == ALL || this == plane;
  }
}

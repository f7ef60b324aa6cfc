package io.yett.dataplane;

/** This build's version. */
final class Version {
  private Version() {}

  /** Such as {@code 0.1.0}; {@code development} if it does not run from its jar. */
  static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}

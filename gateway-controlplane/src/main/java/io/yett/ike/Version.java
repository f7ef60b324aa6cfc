package io.yett.ike;

/** This build's version. */
public final class Version {
  private Version() {}

  /** Such as {@code 0.1.0}; {@code development} if it does not run from its jar. */
  public static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}

package io.yett.ike.pad;

/**
 * How a connection speaks IKEv2 beyond RFC 7296.
 *
 * @param fragmentation whether messages may go in fragments (RFC 7383)
 */
public record IkeOptions(boolean fragmentation) {

  /** The defaults of the configuration file. */
  public static final IkeOptions DEFAULT = new IkeOptions(true);

  /** These options with fragmentation or without. */
  public IkeOptions withFragmentation(boolean wanted) {
    return new IkeOptions(wanted);
  }
}

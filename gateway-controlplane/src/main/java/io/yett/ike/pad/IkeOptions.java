package io.yett.ike.pad;

/**
 * How a connection speaks IKEv2 beyond RFC 7296.
 *
 * @param fragmentation whether messages may go in fragments (RFC 7383)
 * @param requirePostQuantum whether every IKE SA must have a post-quantum key exchange
 */
public record IkeOptions(boolean fragmentation, boolean requirePostQuantum) {

  /** The defaults of the configuration file. */
  public static final IkeOptions DEFAULT = new IkeOptions(true, false);

  /** These options with fragmentation or without. */
  public IkeOptions withFragmentation(boolean wanted) {
    return new IkeOptions(wanted, requirePostQuantum);
  }

  /** These options with post-quantum key exchanges required or not. */
  public IkeOptions withPostQuantumRequired(boolean required) {
    return new IkeOptions(fragmentation, required);
  }
}

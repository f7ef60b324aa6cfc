package io.yett.ike.crypto;

import java.nio.ByteBuffer;

/**
 * What AUTH signs of the IKE_INTERMEDIATE exchanges before it (RFC 9242 §3.3.2). One owner; not
 * thread-safe.
 */
public final class IntermediateAuth {
  private byte[] ofInitiator = {};
  private byte[] ofResponder = {};

  /**
   * An exchange ended.
   *
   * @param keys that protected it
   * @param request its octets as {@code IkeEncoder.intermediateOctets} gives them
   */
  public void add(IkeKeys keys, byte[] request, byte[] response) {
    ofInitiator = keys.intermediateAuth(true, ofInitiator, request);
    ofResponder = keys.intermediateAuth(false, ofResponder, response);
  }

  /** IntAuth, for {@link IkeKeys#intermediateAuth(byte[])}; the message ID is IKE_AUTH's first. */
  public byte[] octets(int authMessageId) {
    return ByteBuffer.allocate(ofInitiator.length + ofResponder.length + Integer.BYTES)
        .put(ofInitiator)
        .put(ofResponder)
        .putInt(authMessageId)
        .array();
  }
}

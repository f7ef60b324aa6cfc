package io.yett.ike.sa;

import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.Payload;
import java.util.List;

/**
 * An exchange that we begin: made when it is wanted, built when the request window is free,
 * processed when the answer came. Called on the engine's thread.
 */
public interface InitiatedExchange {

  /** On the wire. */
  ExchangeType type();

  /**
   * The payloads of the request; null if there is nothing to do any more.
   *
   * @param sa the IKE SA to send it on; after an IKE SA rekey not the one it was queued on
   */
  List<Payload> build(IkeSa sa);

  /** The request as it went out for the first time; its first fragment if there are several. */
  default void sent(byte[] request) {}

  /**
   * Whether this answer ends the exchange; false (IKE_SA_INIT only) goes on waiting for another.
   */
  default boolean accepts(IkeSa sa, IkeMessage response) {
    return true;
  }

  /**
   * Processes the answer. But for IKE_SA_INIT it is authenticated.
   *
   * @param raw the answer as it was received
   */
  void process(IkeSa sa, IkeMessage response, byte[] raw);

  /** The IKE SA ended before the answer came, or before it was built. */
  default void abandoned() {}

  /** Whether it creates, rekeys or deletes a Child SA (RFC 7296 §2.25.2). */
  default boolean concernsChildren() {
    return false;
  }
}

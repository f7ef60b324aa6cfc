package io.yett.ike.engine;

import io.yett.ike.message.IkeMessage;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.IkeSaState;

/**
 * What the engine lets be seen. Called on the engine's thread; must not call back into the engine.
 * SPIs are unsigned.
 */
public interface EngineEvents {

  /** An IKE SA entered a state. */
  default void ikeSaState(String connection, long ikeSaId, IkeSaState state) {}

  /** A Child SA entered a state. */
  default void childSaState(
      String connection, String child, int inboundSpi, int outboundSpi, ChildSaState state) {}

  /** An exchange ended. {@code type} is the RFC's name, e.g. {@code CREATE_CHILD_SA}. */
  default void exchange(String connection, String type, boolean initiator, boolean ok) {}

  /** A rekey ended well. */
  default void rekeyed(String connection, String childOrNull) {}

  /** A request was sent again; {@code attempt} counts from 2. */
  default void retransmitted(String connection, int attempt) {}

  /** A connection (child null) or child failed. */
  default void failed(String connection, String childOrNull, Failure failure) {}

  /**
   * A message goes out for the first time. Its payloads are in clear here: names and lengths may be
   * shown ({@link IkeMessage#toString} shows no more), contents not.
   */
  default void sending(String connection, IkeMessage message) {}

  /** A received datagram changed nothing. */
  default void dropped(DatagramDrop reason) {}

  /**
   * A line for the log of something that happened, without keys; {@code connection} may be null.
   */
  default void note(String connection, String text) {}

  /**
   * A fault in the engine itself: the input that caused it is dropped, and the engine goes on. Its
   * stack trace holds no keys.
   */
  default void internalError(RuntimeException fault) {
    note(null, "internal error: " + fault);
  }

  /** Sees nothing. */
  EngineEvents NONE = new EngineEvents() {};
}

package io.yett.ike;

import io.yett.ike.engine.DatagramDrop;
import io.yett.ike.engine.EngineEvents;
import io.yett.ike.engine.Failure;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.IkeSaState;
import java.util.List;

/** Hands each event of the engine to all who watch, in their order. */
final class EngineObservers implements EngineEvents {
  private final List<EngineEvents> observers;

  EngineObservers(List<EngineEvents> observers) {
    this.observers = List.copyOf(observers);
  }

  @Override
  public void ikeSaState(String connection, long ikeSaId, IkeSaState state) {
    observers.forEach(observer -> observer.ikeSaState(connection, ikeSaId, state));
  }

  @Override
  public void childSaState(
      String connection, String child, int inboundSpi, int outboundSpi, ChildSaState state) {
    observers.forEach(
        observer -> observer.childSaState(connection, child, inboundSpi, outboundSpi, state));
  }

  @Override
  public void exchange(String connection, String type, boolean initiator, boolean ok) {
    observers.forEach(observer -> observer.exchange(connection, type, initiator, ok));
  }

  @Override
  public void rekeyed(String connection, String childOrNull) {
    observers.forEach(observer -> observer.rekeyed(connection, childOrNull));
  }

  @Override
  public void retransmitted(String connection, int attempt) {
    observers.forEach(observer -> observer.retransmitted(connection, attempt));
  }

  @Override
  public void failed(String connection, String childOrNull, Failure failure) {
    observers.forEach(observer -> observer.failed(connection, childOrNull, failure));
  }

  @Override
  public void dropped(DatagramDrop reason) {
    observers.forEach(observer -> observer.dropped(reason));
  }

  @Override
  public void note(String connection, String text) {
    observers.forEach(observer -> observer.note(connection, text));
  }
}

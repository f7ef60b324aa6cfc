package io.yett.ike;

import io.yett.ike.engine.EngineEvents;
import io.yett.ike.engine.Failure;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.IkeSaState;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes to the log what an operator wants to find there later; never keys. */
final class EngineLog implements EngineEvents {
  private static final Logger LOG = LoggerFactory.getLogger("io.yett.ike");

  @Override
  public void ikeSaState(String connection, long ikeSaId, IkeSaState state) {
    boolean worthALine = state == IkeSaState.ESTABLISHED || state == IkeSaState.CLOSED;
    LOG.atLevel(worthALine ? Level.INFO : Level.DEBUG)
        .log("{}: IKE SA 0x{} {}", who(connection), String.format("%016x", ikeSaId), words(state));
  }

  @Override
  public void childSaState(
      String connection, String child, int inboundSpi, int outboundSpi, ChildSaState state) {
    boolean worthALine = state == ChildSaState.INSTALLED || state == ChildSaState.CLOSED;
    LOG.atLevel(worthALine ? Level.INFO : Level.DEBUG)
        .log(
            "{}/{}: Child SA in 0x{} out 0x{} {}",
            connection,
            child,
            String.format("%08x", inboundSpi),
            String.format("%08x", outboundSpi),
            words(state));
  }

  @Override
  public void rekeyed(String connection, String childOrNull) {
    LOG.info("{}: {} rekeyed", connection, childOrNull == null ? "IKE SA" : childOrNull);
  }

  @Override
  public void retransmitted(String connection, int attempt) {
    LOG.info("{}: no answer, try {}", connection, attempt);
  }

  @Override
  public void failed(String connection, String childOrNull, Failure failure) {
    LOG.warn(
        "{}{}: {} ({})",
        connection,
        childOrNull == null ? "" : "/" + childOrNull,
        printable(failure.text()),
        words(failure.reason()));
  }

  @Override
  public void note(String connection, String text) {
    LOG.info("{}: {}", who(connection), printable(text));
  }

  /** A responder does not know yet who calls. */
  private static String who(String connection) {
    return connection == null || connection.isEmpty() ? "unknown peer" : connection;
  }

  /** What a peer sent may stand in a text: it must not forge lines of the log. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

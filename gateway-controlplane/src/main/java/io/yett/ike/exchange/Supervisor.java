package io.yett.ike.exchange;

import io.yett.ike.engine.FailureReason;
import io.yett.ike.pad.Child;
import io.yett.ike.pad.Connection;
import io.yett.ike.sa.ChildSa;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.LossCause;

/**
 * Who is told what became of connections and children, and decides what to do next: keep, retry,
 * restart. Called on the engine's thread.
 */
public interface Supervisor {

  /** An IKE SA of a connection was made, by connecting or by a rekey. */
  void ikeSaMade(IkeSa sa);

  /** A new IKE SA (not a rekeyed one) has its peer authenticated. */
  void ikeSaEstablished(IkeSa sa);

  /** A rekey made a new IKE SA, which has the children now. */
  void ikeSaRekeyed(IkeSa old, IkeSa successor);

  /** An IKE SA ended; its children were told before. */
  void ikeSaClosed(IkeSa sa, LossCause cause);

  /** Both SAs of a Child SA are installed. */
  void childInstalled(ChildSa child);

  /** A checkpoint has a Child SA; it keeps its reqId. */
  void childRestored(ChildSa child);

  /** A Child SA ended. */
  void childClosed(ChildSa child, LossCause cause);

  /** An attempt to make a Child SA failed; the IKE SA lives. */
  void childFailed(IkeSa sa, String child, FailureReason reason, String text);

  /** An exchange that was to make or rekey a Child SA came to nothing, without a fault. */
  void exchangeAbandoned(CreateChildSa exchange, Connection connection);

  /**
   * Someone who is not authenticated failed in a way that the operator may want to know. It may be
   * anyone: it is told now and then, and says nothing of a connection that is up.
   */
  void suspect(Connection connection, FailureReason reason, String text);

  /** Something failed that the operator of the connection should know; nothing else changes. */
  void report(Connection connection, FailureReason reason, String text);

  /** The peer says that this is its only IKE SA (RFC 7296 §2.4): older ones are dead. */
  void initialContact(IkeSa sa);

  /** Whether there is an IKE SA of this connection with its peer authenticated. */
  boolean hasAuthenticated(Connection connection);

  /** A client's connection begins, or goes on; gives the one that is known of that name. */
  Connection clientConnection(Connection instance);

  /** The reqId of a child: the same over all its rekeys. */
  int reqId(Connection connection, Child child);
}

package io.yett.ike.exchange;

import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.ike.crypto.ChildSuite;
import io.yett.ike.engine.EngineLimits;
import io.yett.ike.pad.Identity;
import io.yett.ike.sa.ChildSa;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.Extension;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.InitiatedExchange;
import io.yett.ike.sa.NetworkPath;
import java.net.InetAddress;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * An IKE SA as octets, for a restart of the process: all that is needed to answer, to probe and to
 * rekey. ESP keys are not in it; the data plane has those. Big-endian; each variable part has its
 * length before it. Reading is total: anything else than what {@link #write} made gives an {@link
 * IllegalArgumentException}.
 */
final class Checkpoint {
  private static final int MAGIC = 0x59494b45;
  private static final int VERSION = 2;

  private Checkpoint() {}

  /** What the request under way was for, as far as its answer matters after a restart. */
  enum Pending {
    /** None, or one whose answer says nothing. */
    NONE,
    /** Makes a Child SA with the SPI that goes along. */
    CHILD,
    REKEY_IKE_SA,
    DELETE_CHILD,
    DELETE_IKE_SA
  }

  /** A Child SA as it was, and which other replaced it (-1 for none). */
  record Child(ChildSa sa, int successor, long rekeyAt) {}

  /** All of a checkpoint; {@code sa} has neither connection nor children yet. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Read(
      IkeSa sa,
      String connection,
      byte[] keys,
      boolean replaced,
      boolean replacedByUs,
      int messageId,
      List<byte[]> request,
      Pending pending,
      int pendingSpi,
      long rekeyAt,
      List<Child> children) {}

  /**
   * Writes one; throws {@link BufferOverflowException} if it is longer than a checkpoint may be.
   *
   * @param scratch of {@link EngineLimits#MAX_CHECKPOINT} octets, all zero again afterwards
   */
  static byte[] write(IkeSa sa, byte[] scratch) {
    ByteBuffer out = ByteBuffer.wrap(scratch);
    byte[] keys = sa.keys().checkpoint();
    try {
      out.putInt(MAGIC).putShort((short) VERSION);
      CheckpointFields.text(out, sa.connectionName());
      flag(out, sa.initiator());
      out.putLong(sa.localSpi()).putLong(sa.remoteSpi());
      CheckpointFields.path(out, sa.path());
      CheckpointFields.octets(out, keys);
      out.putInt(sa.remoteId().type());
      CheckpointFields.octets(out, sa.remoteId().data());
      CheckpointFields.extensions(out, sa.extensions());
      flag(out, sa.postQuantum());
      CheckpointFields.addresses(out, sa.innerAddresses());
      CheckpointFields.addresses(out, sa.peerAddresses());
      flag(out, !sa.usable());
      flag(out, sa.successor() == null || sa.successor().initiator());
      out.putLong(sa.createdAt()).putLong(sa.establishedAt()).putLong(sa.rekeyAt());
      request(out, sa);
      out.putInt(sa.responses().expected());
      CheckpointFields.datagrams(out, sa.responses().lastResponse());
      children(out, sa.children());
      return Arrays.copyOf(scratch, out.position());
    } finally {
      Arrays.fill(keys, (byte) 0);
      Arrays.fill(scratch, 0, out.position(), (byte) 0);
    }
  }

  private static void request(ByteBuffer out, IkeSa sa) {
    InitiatedExchange current = sa.current();
    Pending pending =
        switch (current) {
          case CreateChildSa e -> Pending.CHILD;
          case FollowUp e -> e.concernsChildren() ? Pending.CHILD : Pending.REKEY_IKE_SA;
          case RekeyIkeSa e -> Pending.REKEY_IKE_SA;
          case DeleteChildSa e -> Pending.DELETE_CHILD;
          case DeleteIkeSa e -> Pending.DELETE_IKE_SA;
          case ResumedExchange e -> e.pending();
          case null, default -> Pending.NONE;
        };
    int spi =
        switch (current) {
          case CreateChildSa e -> e.spi();
          case FollowUp e -> e.origin().spi();
          case ResumedExchange e -> e.spi();
          case null, default -> 0;
        };
    out.putInt(sa.requests().messageId());
    CheckpointFields.datagrams(out, sa.requests().outstanding());
    CheckpointFields.text(out, pending.name());
    out.putInt(spi);
  }

  private static void children(ByteBuffer out, List<ChildSa> children) {
    out.putShort((short) children.size());
    for (ChildSa child : children) {
      CheckpointFields.text(out, child.name());
      out.putInt(child.reqId()).putInt(child.inboundSpi()).putInt(child.outboundSpi());
      flag(out, child.initiator());
      flag(out, child.encapsulated());
      CheckpointFields.text(out, child.state().name());
      CheckpointFields.suite(out, child.suite());
      CheckpointFields.selectors(out, child.local());
      CheckpointFields.selectors(out, child.remote());
      out.putLong(child.createdAt()).putLong(child.rekeyAt());
      out.putShort((short) children.indexOf(child.successor()));
    }
  }

  static Read read(byte[] octets) {
    try {
      ByteBuffer in = ByteBuffer.wrap(octets);
      if (in.getInt() != MAGIC) {
        throw new IllegalArgumentException("it is no checkpoint of an IKE SA");
      }
      int version = in.getShort();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "it has version " + version + ", this program reads version " + VERSION);
      }
      Read read = body(in);
      if (in.hasRemaining()) {
        throw new IllegalArgumentException("it has octets after its end");
      }
      return read;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("it is cut off", e);
    }
  }

  private static Read body(ByteBuffer in) {
    String connection = CheckpointFields.text(in);
    boolean initiator = flag(in);
    long localSpi = in.getLong();
    long remoteSpi = in.getLong();
    NetworkPath path = CheckpointFields.path(in);
    byte[] keys = CheckpointFields.octets(in);
    Identity remoteId = new Identity(in.getInt(), CheckpointFields.octets(in));
    Set<Extension> extensions = CheckpointFields.extensions(in);
    boolean postQuantum = flag(in);
    List<InetAddress> innerAddresses = CheckpointFields.addresses(in);
    List<InetAddress> peerAddresses = CheckpointFields.addresses(in);
    boolean replaced = flag(in);
    boolean replacedByUs = flag(in);
    IkeSa sa = new IkeSa(initiator, localSpi, remoteSpi, path, in.getLong());
    sa.extensions().addAll(extensions);
    sa.postQuantumBefore(postQuantum);
    sa.innerAddresses(innerAddresses);
    sa.peerAddresses(peerAddresses);
    sa.remoteId(remoteId);
    sa.establishedAt(in.getLong());
    long rekeyAt = in.getLong();
    int messageId = in.getInt();
    List<byte[]> request = CheckpointFields.datagrams(in);
    Pending pending = Pending.valueOf(CheckpointFields.text(in));
    int pendingSpi = in.getInt();
    int expected = in.getInt();
    List<byte[]> response = CheckpointFields.datagrams(in);
    sa.responses().restore(expected, response.isEmpty() ? null : response);
    return new Read(
        sa,
        connection,
        keys,
        replaced,
        replacedByUs,
        messageId,
        request,
        pending,
        pendingSpi,
        rekeyAt,
        children(in));
  }

  private static List<Child> children(ByteBuffer in) {
    int count = in.getShort();
    if (count < 0 || count > EngineLimits.MAX_CHILDREN + 1) {
      throw new IllegalArgumentException("it has " + count + " children");
    }
    List<Child> children = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      children.add(child(in, count));
    }
    return children;
  }

  private static Child child(ByteBuffer in, int count) {
    String name = CheckpointFields.text(in);
    int reqId = in.getInt();
    int inbound = in.getInt();
    int outbound = in.getInt();
    boolean initiator = flag(in);
    boolean encapsulated = flag(in);
    ChildSaState state = ChildSaState.valueOf(CheckpointFields.text(in));
    ChildSuite suite = CheckpointFields.suite(in);
    List<TrafficSelector> local = CheckpointFields.selectors(in);
    List<TrafficSelector> remote = CheckpointFields.selectors(in);
    long createdAt = in.getLong();
    long rekeyAt = in.getLong();
    int successor = in.getShort();
    if (successor < -1 || successor >= count || reqId <= 0) {
      throw new IllegalArgumentException("it has a malformed child");
    }
    ChildSa sa =
        new ChildSa(
            name,
            reqId,
            inbound,
            outbound,
            initiator,
            suite,
            local,
            remote,
            encapsulated,
            createdAt);
    sa.state(state);
    return new Child(sa, successor, rekeyAt);
  }

  private static void flag(ByteBuffer out, boolean flag) {
    out.put((byte) (flag ? 1 : 0));
  }

  private static boolean flag(ByteBuffer in) {
    return in.get() != 0;
  }
}

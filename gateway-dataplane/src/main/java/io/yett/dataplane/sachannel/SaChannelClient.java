package io.yett.dataplane.sachannel;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * The control plane's end of the SA channel. Owned by the ike thread. {@link #poll} attaches by
 * itself as soon as there is a data plane, notices when it goes, and attaches to the next one.
 *
 * <p>Commands return a correlation id ({@code > 0}) or {@link #BACK_PRESSURED} or {@link
 * #NOT_ATTACHED}; the answer comes to {@link SaEventHandler#onCommandResult}. They throw {@link
 * IllegalArgumentException} for what exceeds {@link SaChannelLimits}.
 */
public final class SaChannelClient implements AutoCloseable {
  /** The command ring is full; try again after the next {@link #poll}. */
  public static final long BACK_PRESSURED = -1;

  /** There is no data plane. */
  public static final long NOT_ATTACHED = -2;

  private final Path path;
  private final LongSupplier nanoClock;
  private final CommandEncoder encoder = new CommandEncoder();
  private final EventDecoder decoder = new EventDecoder();
  private final long self = ProcessIdentity.self();

  /** Starts at a random place: answers to an earlier client's commands match none of ours. */
  private long nextCorrelationId = 1 + ((long) (new SecureRandom().nextInt() >>> 2) << 32);

  private SaChannelFile file;
  private UnsafeBuffer descriptor;
  private RingBuffer commands;
  private RingReader events;
  private boolean adopted;
  private long adoptCorrelationId;
  private long lastEpoch;
  private long nextAttempt;
  private long nextLivenessCheck;
  private long backPressured;
  private long skipped;
  private String status;

  /**
   * Makes a client; nothing is opened before the first {@link #poll}.
   *
   * @param file the channel's file, e.g. {@code /dev/shm/yett}
   */
  public SaChannelClient(Path file) {
    this(file, System::nanoTime);
  }

  SaChannelClient(Path file, LongSupplier nanoClock) {
    this.path = file;
    this.nanoClock = nanoClock;
    this.nextAttempt = nanoClock.getAsLong();
    this.status = "not attached yet to " + file;
  }

  /**
   * One turn of the duty cycle: attach if needed, heartbeat, liveness of the data plane, then up to
   * {@code limit} events.
   *
   * @return how much was done; 0 if idle
   */
  public int poll(SaEventHandler handler, int limit) {
    long now = nanoClock.getAsLong();
    if (file == null) {
      if (now - nextAttempt < 0) {
        return 0;
      }
      nextAttempt = now + SaChannelLimits.ATTACH_INTERVAL_NANOS;
      return attach(now) ? 1 : 0;
    }
    try {
      return attachedTurn(handler, limit, now);
    } catch (InternalError e) {
      return onFault(handler);
    }
  }

  private int attachedTurn(SaEventHandler handler, int limit, long now) {
    descriptor.putLongRelease(SaChannelDescriptor.CLIENT_HEARTBEAT_OFFSET, now);
    if (now - nextLivenessCheck >= 0) {
      nextLivenessCheck = now + SaChannelLimits.LIVENESS_INTERVAL_NANOS;
      String fault = lossOfServer(now);
      if (fault != null) {
        detach(handler, fault);
        return 1;
      }
    }
    if (!holdsClaim()) {
      detach(handler, "the data plane let go of this control plane");
      return 1;
    }
    return readEvents(handler, limit);
  }

  /** What the JVM makes of a SIGBUS: somebody cut the file, so nothing behind its end is there. */
  private int onFault(SaEventHandler handler) {
    if (file != null) {
      detach(handler, "the channel's file was cut");
    }
    return 1;
  }

  /** One at a time: the handler may close this client in between. */
  private int readEvents(SaEventHandler handler, int limit) {
    for (int count = 0; count < limit; count++) {
      int read = events.read((message, length) -> onMessage(message, length, handler), 1);
      if (read == RingReader.CORRUPT) {
        String loss = lossOfServer(nanoClock.getAsLong());
        detach(handler, loss == null ? "the event ring is damaged" : loss);
        return count + 1;
      }
      if (read == 0) {
        return count;
      }
      if (file == null) {
        return count + 1;
      }
    }
    return limit;
  }

  private void onMessage(UnsafeBuffer message, int length, SaEventHandler handler) {
    SaEventHandler receiver = adopted ? handler : new Adoption(this, handler);
    if (!decoder.decode(message, length, receiver)) {
      skipped++;
    }
  }

  private boolean attach(long now) {
    SaChannelFile opened;
    try {
      opened = SaChannelFile.open(path);
    } catch (SaChannelException e) {
      status = "waiting: " + e.getMessage();
      return false;
    }
    if (opened == null) {
      status = "waiting: no data plane at " + path;
      return false;
    }
    String obstacle = claim(opened.buffer(), now);
    if (obstacle != null) {
      opened.close();
      status = "waiting: " + obstacle;
      return false;
    }
    use(opened, now);
    return true;
  }

  /** Tries to become the one client; null when done, else what is in the way. */
  private String claim(UnsafeBuffer opened, long now) {
    if (opened.getIntVolatile(SaChannelDescriptor.STATE_OFFSET) != SaChannelDescriptor.STATE_OPEN
        || !serverAlive(opened, now)) {
      return "the data plane of " + path + " is gone; start it";
    }
    int offset = SaChannelDescriptor.CLIENT_CLAIM_OFFSET;
    if (!opened.compareAndSetLong(offset, SaChannelDescriptor.CLAIM_FREE, self)) {
      long holder = opened.getLongVolatile(offset);
      return holder > 0
          ? "another control plane (process "
              + ProcessIdentity.pid(holder)
              + ") is attached to "
              + path
              + "; stop it first"
          : "the data plane still cleans up after the last control plane";
    }
    opened.putLong(SaChannelDescriptor.CLIENT_PID_NAMESPACE_OFFSET, ProcessIdentity.pidNamespace());
    opened.putLongVolatile(SaChannelDescriptor.CLIENT_HEARTBEAT_OFFSET, now);
    return null;
  }

  private void use(SaChannelFile opened, long now) {
    file = opened;
    descriptor = file.buffer();
    commands = new ManyToOneRingBuffer(SaChannelDescriptor.commandRing(descriptor));
    events = new RingReader(SaChannelDescriptor.eventRing(descriptor));
    adopted = false;
    nextLivenessCheck = now + SaChannelLimits.LIVENESS_INTERVAL_NANOS;
    status = "waiting: the data plane (process " + serverPid() + ") does not answer yet";
    adoptCorrelationId = nextCorrelationId++;
    send(encoder.adopt(adoptCorrelationId, ProcessIdentity.pid(self)), adoptCorrelationId);
  }

  /** The data plane answered our adopt: the channel is up. */
  void onAdopted(long correlationId, SaEventHandler handler) {
    if (correlationId != adoptCorrelationId) {
      return;
    }
    adopted = true;
    long epoch = descriptor.getLong(SaChannelDescriptor.EPOCH_OFFSET);
    boolean restarted = lastEpoch != 0 && lastEpoch != epoch;
    lastEpoch = epoch;
    status = "attached to the data plane (process " + serverPid() + ")";
    handler.onAttached(epoch, serverPid(), restarted);
  }

  private long serverPid() {
    return ProcessIdentity.pid(descriptor.getLong(SaChannelDescriptor.SERVER_PROCESS_OFFSET));
  }

  private static boolean serverAlive(UnsafeBuffer file, long now) {
    return Liveness.alive(
        file.getLong(SaChannelDescriptor.SERVER_PROCESS_OFFSET),
        file.getLong(SaChannelDescriptor.SERVER_PID_NAMESPACE_OFFSET),
        file.getLongVolatile(SaChannelDescriptor.SERVER_HEARTBEAT_OFFSET),
        now);
  }

  private boolean holdsClaim() {
    return descriptor.getLongVolatile(SaChannelDescriptor.CLIENT_CLAIM_OFFSET) == self;
  }

  private String lossOfServer(long now) {
    if (descriptor.getIntVolatile(SaChannelDescriptor.STATE_OFFSET)
        != SaChannelDescriptor.STATE_OPEN) {
      return "the data plane has stopped";
    }
    if (!serverAlive(descriptor, now)) {
      return "the data plane (process " + serverPid() + ") died";
    }
    return file.current() ? null : "the channel's file was replaced";
  }

  private void detach(SaEventHandler handler, String reason) {
    boolean wasAdopted = adopted;
    release();
    status = "waiting: " + reason;
    if (wasAdopted) {
      handler.onDetached(reason);
    }
  }

  private void release() {
    if (file.current() && serverAlive(descriptor, nanoClock.getAsLong())) {
      descriptor.compareAndSetLong(
          SaChannelDescriptor.CLIENT_CLAIM_OFFSET, self, SaChannelDescriptor.CLAIM_LEFT);
    } else if (file.whole()) {
      // Nobody else will: what the data plane did not read any more holds keys.
      SaChannelDescriptor.wipeRings(descriptor);
    }
    file.close();
    file = null;
    adopted = false;
  }

  /** Whether a data plane is there and has answered. */
  public boolean attached() {
    return adopted;
  }

  /** In one line for people: attached to what, or what it waits for and the remedy. */
  public String status() {
    return status;
  }

  /** How often a command found the ring full. */
  public long backPressured() {
    return backPressured;
  }

  /** Events that were skipped: of a newer data plane, or malformed. */
  public long eventsSkipped() {
    return skipped;
  }

  /** IKE datagrams that the data plane had to drop, as of now; 0 when not attached. */
  public long ikeDatagramsDropped() {
    return file == null ? 0 : descriptor.getLongVolatile(SaChannelDescriptor.IKE_DROPS_OFFSET);
  }

  /** Installs an SA. The caller wipes {@code spec} when this returns. */
  public long installSa(SaSpec spec) {
    long id = newCorrelationId();
    return id < 0 ? id : send(encoder.installSa(id, spec), id);
  }

  public long activateOutbound(int reqId, int spi) {
    long id = newCorrelationId();
    return id < 0 ? id : send(encoder.activateOutbound(id, reqId, spi), id);
  }

  public long removeSa(SaDirection direction, int spi) {
    long id = newCorrelationId();
    return id < 0 ? id : send(encoder.removeSa(id, direction, spi), id);
  }

  public long updatePeer(int reqId, InetAddress remoteAddress, int remotePort) {
    long id = newCorrelationId();
    return id < 0 ? id : send(encoder.updatePeer(id, reqId, remoteAddress, remotePort), id);
  }

  public long addPolicy(PolicySpec policy) {
    long id = newCorrelationId();
    return id < 0 ? id : send(encoder.addPolicy(id, policy), id);
  }

  public long removePolicy(String name) {
    long id = newCorrelationId();
    return id < 0 ? id : send(encoder.removePolicy(id, name), id);
  }

  /** Sends an IKE message; see {@link SaCommandHandler#onSendIke}. */
  public long sendIke(
      InetAddress localAddress,
      int localPort,
      InetAddress remoteAddress,
      int remotePort,
      DirectBuffer message,
      int offset,
      int length) {
    long id = newCorrelationId();
    return id < 0
        ? id
        : send(
            encoder.sendIke(
                id, localAddress, localPort, remoteAddress, remotePort, message, offset, length),
            id);
  }

  /** Keeps an opaque checkpoint of at most 64 KiB in the data plane's memory. */
  public long putState(long stateId, byte[] state) {
    long id = newCorrelationId();
    return id < 0 ? id : send(encoder.putState(id, stateId, state), id);
  }

  public long removeState(long stateId) {
    long id = newCorrelationId();
    return id < 0 ? id : send(encoder.removeState(id, stateId), id);
  }

  public long listSas() {
    long id = newCorrelationId();
    return id < 0 ? id : send(encoder.listSas(id), id);
  }

  public long listPolicies() {
    long id = newCorrelationId();
    return id < 0 ? id : send(encoder.listPolicies(id), id);
  }

  public long listStates() {
    long id = newCorrelationId();
    return id < 0 ? id : send(encoder.listStates(id), id);
  }

  /**
   * Opens a transaction: the SAs, policies and states that follow are answered once, at {@link
   * #commit}: all or nothing. This itself is not answered.
   */
  public long begin() {
    long id = newCorrelationId();
    return id < 0 ? id : send(encoder.begin(id), id);
  }

  public long commit() {
    long id = newCorrelationId();
    return id < 0 ? id : send(encoder.commit(id), id);
  }

  public long abort() {
    long id = newCorrelationId();
    return id < 0 ? id : send(encoder.abort(id), id);
  }

  public long readCounters() {
    long id = newCorrelationId();
    return id < 0 ? id : send(encoder.readCounters(id), id);
  }

  private long newCorrelationId() {
    return adopted ? nextCorrelationId++ : NOT_ATTACHED;
  }

  private long send(int length, long correlationId) {
    try {
      if (!holdsClaim()) {
        return NOT_ATTACHED;
      }
      if (!commands.write(EventRing.RECORD_TYPE, encoder.buffer(), 0, length)) {
        backPressured++;
        return BACK_PRESSURED;
      }
      return correlationId;
    } catch (IndexOutOfBoundsException | InternalError e) {
      return NOT_ATTACHED; // cut, or the ring's positions are damaged; the data plane will wipe it
    } finally {
      encoder.wipe(length);
    }
  }

  /** Detaches; the data plane keeps its SAs, policies and states. Idempotent. */
  @Override
  public void close() {
    if (file != null) {
      release();
      status = "closed";
    }
  }
}

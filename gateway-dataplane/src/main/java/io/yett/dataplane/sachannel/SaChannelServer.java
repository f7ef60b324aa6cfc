package io.yett.dataplane.sachannel;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data plane's end of the SA channel: makes and owns the file, hands commands to a {@link
 * SaCommandHandler}, sends events. Owned by the control thread; nothing here blocks.
 *
 * <p>Answers and ends of lists are never lost: they wait, in order, for room in the event ring, and
 * while too many wait no further command is read. IKE datagrams, ACQUIREs and moves of a peer are
 * dropped and counted instead, as they come again.
 */
public final class SaChannelServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SaChannelServer.class);

  /** How long a client that has just claimed the channel may take to write its heartbeat. */
  private static final long CLAIM_GRACE_NANOS = 1_000_000_000L;

  /** How long a living client may take between claiming room for a message and its last octet. */
  private static final long HALF_WRITTEN_LIMIT_NANOS = 2_000_000_000L;

  private final Path path;
  private final int commandCapacity;
  private final int eventCapacity;
  private final long epoch;
  private final LongSupplier nanoClock;
  private final CommandDecoder decoder = new CommandDecoder();
  private final EventEncoder encoder = new EventEncoder();
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private final UnsafeBuffer waitingMessage = new UnsafeBuffer(0, 0);

  private SaChannelFile file;
  private UnsafeBuffer descriptor;
  private RingReader commands;
  private EventRing events;
  private long client;
  private long clientSince;
  private boolean halfWritten;
  private long halfWrittenSince;
  private boolean departing;
  private long nextLivenessCheck;
  private long ikeDrops;
  private long eventDrops;
  private long malformed;
  private long evictions;
  private boolean countersChanged;

  private SaChannelServer(
      Path path, int commandCapacity, int eventCapacity, LongSupplier nanoClock) {
    this.path = path;
    this.commandCapacity = commandCapacity;
    this.eventCapacity = eventCapacity;
    this.nanoClock = nanoClock;
    this.epoch = 1 + (new SecureRandom().nextLong() >>> 2);
  }

  /**
   * Makes the channel's file and maps it. A file left by a dead data plane is wiped and replaced.
   *
   * @param file e.g. {@code /dev/shm/yett}; its directory must exist
   * @throws SaChannelException another data plane serves it, it is not ours, or there is no room
   */
  public static SaChannelServer create(Path file) throws SaChannelException {
    return create(
        file,
        SaChannelLimits.COMMAND_RING_CAPACITY,
        SaChannelLimits.EVENT_RING_CAPACITY,
        System::nanoTime);
  }

  static SaChannelServer create(
      Path file, int commandCapacity, int eventCapacity, LongSupplier nanoClock)
      throws SaChannelException {
    SaChannelServer server = new SaChannelServer(file, commandCapacity, eventCapacity, nanoClock);
    server.open();
    return server;
  }

  private void open() throws SaChannelException {
    file = SaChannelFile.create(path, commandCapacity, eventCapacity, epoch);
    descriptor = file.buffer();
    beat(nanoClock.getAsLong());
    mapRings();
    writeCounters();
  }

  private void mapRings() {
    commands = new RingReader(SaChannelDescriptor.commandRing(descriptor));
    events = new EventRing(SaChannelDescriptor.eventRing(descriptor));
  }

  /**
   * One turn of the duty cycle: heartbeat, liveness of the client, events that wait for room, then
   * up to {@code limit} commands. Never throws for what the ring holds.
   *
   * @param limit 0 reads no command now
   * @return how much was done; 0 if idle
   */
  public int poll(SaCommandHandler handler, int limit) {
    long now = nanoClock.getAsLong();
    try {
      return turn(handler, limit, now);
    } catch (InternalError e) {
      // What the JVM makes of a SIGBUS: somebody cut the file, so nothing behind its end is there.
      renew(handler);
      return 1;
    }
  }

  private int turn(SaCommandHandler handler, int limit, long now) {
    if (now - nextLivenessCheck >= 0) {
      nextLivenessCheck = now + SaChannelLimits.LIVENESS_INTERVAL_NANOS;
      checkLiveness(handler, now);
    }
    if (file == null) {
      return 0;
    }
    beat(now);
    noticeClient(now);
    if (client == SaChannelDescriptor.CLAIM_FREE) {
      return 0;
    }
    if (departing) {
      waiting.clear(); // nobody reads the answers
    }
    int work = sendWaiting();
    return limit > 0 ? work + readCommands(handler, limit, now) : work;
  }

  private int readCommands(SaCommandHandler handler, int limit, long now) {
    int count = 0;
    while (count < limit && waiting.size() < SaChannelLimits.MAX_WAITING_ANSWERS) {
      int read = commands.read((message, length) -> onMessage(message, length, handler), 1);
      if (file == null) {
        return count; // the handler closed us
      }
      if (read == RingReader.CORRUPT || events.corrupt()) {
        letGo(handler, "its ring is damaged");
        return count + 1;
      }
      if (read == 0) {
        onNoCommand(handler, now);
        break;
      }
      count++;
      halfWritten = false;
    }
    return count;
  }

  /** No whole message is there: all is read, or the client is, or died, in the middle of one. */
  private void onNoCommand(SaCommandHandler handler, long now) {
    if (departing) {
      letGo(handler, "it is gone");
    } else if (commands.waiting() == 0) {
      halfWritten = false;
    } else if (!halfWritten) {
      halfWritten = true;
      halfWrittenSince = now;
    } else if (now - halfWrittenSince > HALF_WRITTEN_LIMIT_NANOS) {
      letGo(handler, "it left a message half-written");
    }
  }

  private void onMessage(UnsafeBuffer message, int length, SaCommandHandler handler) {
    if (!decoder.decode(message, length, handler)) {
      malformed++;
      countersChanged = true;
    }
  }

  private void beat(long now) {
    if (countersChanged) {
      writeCounters();
    }
    descriptor.putLongRelease(SaChannelDescriptor.SERVER_HEARTBEAT_OFFSET, now);
  }

  private void noticeClient(long now) {
    long claim = descriptor.getLongVolatile(SaChannelDescriptor.CLIENT_CLAIM_OFFSET);
    if (claim == client) {
      return;
    }
    if (client == SaChannelDescriptor.CLAIM_FREE && claim > 0) {
      client = claim;
      clientSince = now;
      departing = false;
      LOG.info("control plane (process {}) attached", ProcessIdentity.pid(claim));
    } else if (!departing) {
      // It has left; or the claim was overwritten, which ends in the same way.
      client = client == SaChannelDescriptor.CLAIM_FREE ? claim : client;
      departing = true;
    }
  }

  private void checkLiveness(SaCommandHandler handler, long now) {
    if (file == null || !file.current()) {
      renew(handler);
      return;
    }
    if (client > 0 && !departing && now - clientSince > CLAIM_GRACE_NANOS) {
      boolean alive =
          Liveness.alive(
              client,
              descriptor.getLong(SaChannelDescriptor.CLIENT_PID_NAMESPACE_OFFSET),
              descriptor.getLongVolatile(SaChannelDescriptor.CLIENT_HEARTBEAT_OFFSET),
              now);
      if (!alive) {
        // What it sent whole is still carried out; what it left half-written is then wiped.
        departing = true;
      }
    }
  }

  /** Wipes both rings and makes the channel free for the next client. */
  private void letGo(SaCommandHandler handler, String reason) {
    long gone = client;
    LOG.info("control plane (process {}) detached: {}", ProcessIdentity.pid(gone), reason);
    descriptor.putLongVolatile(
        SaChannelDescriptor.CLIENT_CLAIM_OFFSET, SaChannelDescriptor.CLAIM_CLEANING);
    SaChannelDescriptor.wipeRings(descriptor);
    mapRings();
    forgetClient(handler);
    evictions++;
    writeCounters();
    descriptor.putLong(SaChannelDescriptor.CLIENT_PID_NAMESPACE_OFFSET, 0);
    descriptor.putLong(SaChannelDescriptor.CLIENT_HEARTBEAT_OFFSET, 0);
    descriptor.putLongVolatile(
        SaChannelDescriptor.CLIENT_CLAIM_OFFSET, SaChannelDescriptor.CLAIM_FREE);
  }

  private void forgetClient(SaCommandHandler handler) {
    waiting.clear();
    client = SaChannelDescriptor.CLAIM_FREE;
    departing = false;
    handler.onDetached();
  }

  /** Somebody removed or cut the file: make a new one, of the same epoch, as our SAs live on. */
  private void renew(SaCommandHandler handler) {
    if (file != null) {
      LOG.warn("the SA channel {} was removed or cut; making it anew", path);
      closeFile();
      forgetClient(handler);
    }
    try {
      open();
    } catch (SaChannelException e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  /** Whether a living control plane is attached. */
  public boolean clientAttached() {
    return client > 0 && !departing;
  }

  /** IKE datagrams, and other events, that were dropped; malformed commands. */
  public long ikeDatagramsDropped() {
    return ikeDrops;
  }

  public long eventsDropped() {
    return eventDrops;
  }

  public long malformedCommands() {
    return malformed;
  }

  /** Answers a command. Never lost: it waits for room in the ring. */
  public void commandResult(long correlationId, CommandError error, String text) {
    sendOrWait(encoder.commandResult(correlationId, error, text));
  }

  /** One entry of a list of SAs; false if the ring is full: offer it again later. */
  public boolean saStatus(long correlationId, SaStatus status) {
    return trySend(encoder.saEntry(correlationId, status));
  }

  /** One entry of a list of policies; false if the ring is full: offer it again later. */
  public boolean policy(long correlationId, PolicySpec policy, boolean configured) {
    return trySend(encoder.policyEntry(correlationId, policy, configured));
  }

  /** One entry of a list of states; false if the ring is full: offer it again later. */
  public boolean state(long correlationId, long id, byte[] state) {
    return trySend(encoder.stateEntry(correlationId, id, state));
  }

  /** One counter; false if the ring is full: offer it again later. */
  public boolean counter(long correlationId, CounterSample sample) {
    return trySend(encoder.counterEntry(correlationId, sample));
  }

  /** The end of a list. Never lost: it waits for room in the ring. */
  public void listEnd(long correlationId, int count) {
    sendOrWait(encoder.listEnd(correlationId, count));
  }

  /**
   * Hands up an IKE message (no UDP header, no non-ESP marker); false if it was dropped and
   * counted, because the ring is full or nobody is attached.
   */
  public boolean ikeDatagram(
      InetAddress localAddress,
      int localPort,
      InetAddress remoteAddress,
      int remotePort,
      DirectBuffer message,
      int offset,
      int length,
      long receivedNanos) {
    boolean sent =
        clientAttached()
            && length <= SaChannelLimits.MAX_IKE_MESSAGE
            && trySend(
                encoder.ikeDatagram(
                    localAddress,
                    localPort,
                    remoteAddress,
                    remotePort,
                    message,
                    offset,
                    length,
                    receivedNanos));
    if (!sent) {
      ikeDrops++;
      countersChanged = true;
    }
    return sent;
  }

  /** Reports a packet without an outbound SA; false if dropped and counted. */
  public boolean acquire(int reqId, PacketTuple packet) {
    return sendOrDrop(encoder.acquire(reqId, packet));
  }

  /** Reports an SA's limit; waits for room; dropped and counted if nobody is attached. */
  public void expire(boolean inbound, int spi, int reqId, boolean hard) {
    int length = encoder.expire(inbound, spi, reqId, hard);
    if (clientAttached() && waiting.size() < SaChannelLimits.MAX_WAITING_EXPIRIES) {
      sendOrWait(length);
    } else {
      eventDrops++;
      countersChanged = true;
    }
  }

  /** Reports a peer's new outer address; false if dropped and counted. */
  public boolean peerMoved(int spi, int reqId, InetAddress remoteAddress, int remotePort) {
    return sendOrDrop(encoder.peerMoved(spi, reqId, remoteAddress, remotePort));
  }

  private boolean sendOrDrop(int length) {
    boolean sent = trySend(length);
    if (!sent) {
      eventDrops++;
      countersChanged = true;
    }
    return sent;
  }

  private boolean trySend(int length) {
    boolean sent = clientAttached() && waiting.isEmpty() && events.write(encoder.buffer(), length);
    encoder.wipe(length);
    return sent;
  }

  private void sendOrWait(int length) {
    if (!clientAttached()) {
      return;
    }
    if (!waiting.isEmpty() || !events.write(encoder.buffer(), length)) {
      byte[] message = new byte[length];
      encoder.buffer().getBytes(0, message);
      waiting.add(message);
    }
  }

  private int sendWaiting() {
    int count = 0;
    for (byte[] next = waiting.peek(); next != null; next = waiting.peek()) {
      waitingMessage.wrap(next);
      if (!events.write(waitingMessage, next.length)) {
        break;
      }
      waiting.remove();
      count++;
    }
    return count;
  }

  private void writeCounters() {
    countersChanged = false;
    descriptor.putLongRelease(SaChannelDescriptor.IKE_DROPS_OFFSET, ikeDrops);
    descriptor.putLongRelease(SaChannelDescriptor.EVENT_DROPS_OFFSET, eventDrops);
    descriptor.putLongRelease(SaChannelDescriptor.MALFORMED_OFFSET, malformed);
    descriptor.putLongRelease(SaChannelDescriptor.EVICTIONS_OFFSET, evictions);
  }

  private void closeFile() {
    if (file.whole()) {
      descriptor.putIntVolatile(SaChannelDescriptor.STATE_OFFSET, SaChannelDescriptor.STATE_CLOSED);
      SaChannelDescriptor.wipeRings(descriptor);
    }
    file.remove();
    file.close();
    file = null;
    client = SaChannelDescriptor.CLAIM_FREE;
  }

  /** Marks the file as closed, wipes it and removes it. Idempotent. */
  @Override
  public void close() {
    if (file != null) {
      closeFile();
    }
  }
}

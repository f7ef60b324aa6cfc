package io.yett.ike.sa;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** All IKE SAs, by our SPI; half-open ones as responder also by the message that began them. */
public final class IkeSaTable {
  private final Map<Long, IkeSa> byLocalSpi = new LinkedHashMap<>();
  private final Map<InitKey, IkeSa> halfOpen = new HashMap<>();
  private final SourceBudget sources = new SourceBudget();
  private final RandomGenerator random;

  /** An IKE_SA_INIT request: where it came from, and its digest. */
  public record InitKey(InetSocketAddress remote, ByteBuffer digest) {}

  public IkeSaTable(RandomGenerator random) {
    this.random = random;
  }

  /** A random SPI that is not 0 and that no IKE SA of ours has. */
  public long newSpi() {
    while (true) {
      long spi = random.nextLong();
      if (spi != 0 && !byLocalSpi.containsKey(spi)) {
        return spi;
      }
    }
  }

  public void add(IkeSa sa) {
    byLocalSpi.put(sa.localSpi(), sa);
  }

  public void addHalfOpen(InitKey key, IkeSa sa) {
    halfOpen.put(key, sa);
    sa.initKey(key);
    sources.take(key.remote().getAddress());
    add(sa);
  }

  /** Who has begun how many IKE SAs that are half-open. */
  public SourceBudget sources() {
    return sources;
  }

  /** The half-open IKE SA that this IKE_SA_INIT request began; null if none. */
  public IkeSa findHalfOpen(InitKey key) {
    return halfOpen.get(key);
  }

  /** The peer is authenticated. */
  public void noLongerHalfOpen(IkeSa sa) {
    InetAddress source = cameToNothing(sa);
    if (source != null) {
      sources.release(source);
    }
  }

  /**
   * The IKE SA ended before its peer was authenticated; if it was half-open.
   *
   * @return whose place in {@link #sources} is to be released later; null if it was not half-open
   */
  public InetAddress cameToNothing(IkeSa sa) {
    InitKey key = sa.initKey();
    if (key == null) {
      return null;
    }
    halfOpen.remove(key);
    sa.initKey(null);
    return key.remote().getAddress();
  }

  public int halfOpenCount() {
    return halfOpen.size();
  }

  /** The IKE SA of this SPI of ours; null if none. */
  public IkeSa find(long localSpi) {
    return byLocalSpi.get(localSpi);
  }

  public void remove(IkeSa sa) {
    byLocalSpi.remove(sa.localSpi());
    noLongerHalfOpen(sa);
  }

  /** All, in the order they were made; a copy. */
  public List<IkeSa> all() {
    return new ArrayList<>(byLocalSpi.values());
  }
}

package io.yett.dataplane.control;

import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;

/**
 * What control planes have asked of this data plane and a later one may ask back: the SAs (without
 * keys), which outbound SA each reqId uses, and the checkpoints of IKE SAs. Outlives every control
 * plane, and dies with this process. Owned by the control thread.
 */
final class ControlState {
  /** Checkpoints of IKE SAs. */
  static final int MAX_STATES = 131_072;

  /** Octets of all checkpoints together. */
  static final long MAX_STATE_OCTETS = 256L * 1024 * 1024;

  /** An SA by what names it here (RFC 4301 §4.1). */
  record SaKey(SaDirection direction, int spi) {}

  private final Map<SaKey, SaSpec> sas = new HashMap<>();
  private final Map<Integer, Integer> activeOutbound = new HashMap<>();
  private final Map<Long, byte[]> states = new LinkedHashMap<>();
  private long stateOctets;

  /** Adds an SA, from its request on; false if that SPI is taken. */
  boolean addSa(SaSpec spec) {
    return sas.putIfAbsent(new SaKey(spec.direction(), spec.spi()), spec) == null;
  }

  /** An SA that a control plane installed, its keys wiped; null if there is none. */
  SaSpec sa(SaDirection direction, int spi) {
    return sas.get(new SaKey(direction, spi));
  }

  void removeSa(SaDirection direction, int spi) {
    SaSpec removed = sas.remove(new SaKey(direction, spi));
    if (removed != null && direction == SaDirection.OUTBOUND) {
      activeOutbound.remove(removed.reqId(), spi);
    }
  }

  int saCount() {
    return sas.size();
  }

  /** The outbound SPI that a reqId uses; 0 if none. */
  int activeOutbound(int reqId) {
    return activeOutbound.getOrDefault(reqId, 0);
  }

  /** With SPI 0: the reqId has no outbound SA. */
  void setActiveOutbound(int reqId, int spi) {
    if (spi == 0) {
      activeOutbound.remove(reqId);
    } else {
      activeOutbound.put(reqId, spi);
    }
  }

  /** Keeps a copy of a checkpoint; null when done, else what is full. */
  String putState(long id, DirectBuffer buffer, int offset, int length) {
    byte[] old = states.get(id);
    long octets = stateOctets + length - (old == null ? 0 : old.length);
    if (old == null && states.size() >= MAX_STATES) {
      return "the data plane keeps at most " + MAX_STATES + " states";
    }
    if (octets > MAX_STATE_OCTETS) {
      return "the data plane keeps at most " + MAX_STATE_OCTETS + " octets of state";
    }
    byte[] copy = new byte[length];
    buffer.getBytes(offset, copy);
    states.put(id, copy);
    stateOctets = octets;
    wipe(old);
    return null;
  }

  /** Wipes and removes a checkpoint; false if there is none. */
  boolean removeState(long id) {
    byte[] old = states.remove(id);
    if (old == null) {
      return false;
    }
    stateOctets -= old.length;
    wipe(old);
    return true;
  }

  /** A checkpoint itself, not a copy; null if there is none. */
  byte[] state(long id) {
    return states.get(id);
  }

  /** The ids of all checkpoints, in the order in which they came. */
  Set<Long> stateIds() {
    return states.keySet();
  }

  private static void wipe(byte[] state) {
    if (state != null) {
      Arrays.fill(state, (byte) 0);
    }
  }
}

package io.yett.lab;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What was seen on a link, sorted by kind. Frames are judged by their headers alone. */
public final class LinkTraffic {
  private static final int ETHERNET_HEADER = 14;
  private static final int ETHER_TYPE = 12;
  private static final int TYPE_ARP = 0x0806;
  private static final int TYPE_IPV4 = 0x0800;
  private static final int IPV4_HEADER_MIN = 20;
  private static final int PROTOCOL = 9;
  private static final int PROTOCOL_UDP = 17;
  private static final int PROTOCOL_ESP = 50;
  private static final int UDP_HEADER = 8;
  private static final int PORT_IKE = 500;
  private static final int PORT_NAT_T = 4500;
  private static final int KEEPALIVE = 0xff;
  private static final int FRAGMENT_OFFSET = 0x1fff;
  private static final int SHOWN_OCTETS = 48;

  /** The kinds of frames that a link between two gateways should carry, and the rest. */
  public enum Kind {
    ARP("ARP"),
    IKE("IKE"),
    ESP("ESP"),
    ESP_IN_UDP("ESP-in-UDP"),
    NAT_KEEPALIVE("NAT keepalive"),
    OTHER("other");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /** The name for people. */
    public String title() {
      return title;
    }
  }

  private final List<byte[]> frames;
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private final List<String> others = new ArrayList<>();

  /** Sorts these frames, which it keeps. */
  public LinkTraffic(List<byte[]> frames) {
    this.frames = frames;
    for (byte[] frame : frames) {
      Kind kind = kindOf(frame);
      counts.merge(kind, 1, Integer::sum);
      if (kind == Kind.OTHER) {
        int shown = Math.min(frame.length, SHOWN_OCTETS);
        others.add(HexFormat.of().formatHex(frame, 0, shown));
      }
    }
  }

  /** How many frames are of this kind. */
  public int count(Kind kind) {
    return counts.getOrDefault(kind, 0);
  }

  /** All frames. */
  public int total() {
    return frames.size();
  }

  /** The first octets of the frames that should not be there, in hex. */
  public List<String> others() {
    return List.copyOf(others);
  }

  /** How many frames contain these octets. */
  public int containing(byte[] octets) {
    return (int) frames.stream().filter(frame -> contains(frame, octets)).count();
  }

  /** For people: the counts of the kinds that occurred. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    counts.forEach((kind, count) ->
        text.append(text.isEmpty() ? "" : ", ").append(count).append(' ').append(kind.title()));
    return text.isEmpty() ? "nothing" : text.toString();
  }

  static Kind kindOf(byte[] frame) {
    if (frame.length < ETHERNET_HEADER) {
      return Kind.OTHER;
    }
    int type = u16(frame, ETHER_TYPE);
    if (type == TYPE_ARP) {
      return Kind.ARP;
    }
    return type == TYPE_IPV4 ? kindOfIpv4(frame) : Kind.OTHER;
  }

  private static Kind kindOfIpv4(byte[] frame) {
    if (frame.length < ETHERNET_HEADER + IPV4_HEADER_MIN) {
      return Kind.OTHER;
    }
    int headerLength = (frame[ETHERNET_HEADER] & 0x0f) * Integer.BYTES;
    int protocol = frame[ETHERNET_HEADER + PROTOCOL];
    boolean laterFragment = (u16(frame, ETHERNET_HEADER + 6) & FRAGMENT_OFFSET) != 0;
    if (headerLength < IPV4_HEADER_MIN || laterFragment) {
      return Kind.OTHER;
    }
    if (protocol == PROTOCOL_ESP) {
      return Kind.ESP;
    }
    return protocol == PROTOCOL_UDP ? kindOfUdp(frame, ETHERNET_HEADER + headerLength) : Kind.OTHER;
  }

  private static Kind kindOfUdp(byte[] frame, int udp) {
    int payload = udp + UDP_HEADER;
    if (frame.length < payload + 1) {
      return Kind.OTHER;
    }
    int source = u16(frame, udp);
    int destination = u16(frame, udp + 2);
    if (source == PORT_IKE && destination == PORT_IKE) {
      return Kind.IKE;
    }
    if (source != PORT_NAT_T && destination != PORT_NAT_T) {
      return Kind.OTHER;
    }
    if (u16(frame, udp + 4) == UDP_HEADER + 1 && (frame[payload] & 0xff) == KEEPALIVE) {
      return Kind.NAT_KEEPALIVE;
    }
    if (frame.length < payload + Integer.BYTES) {
      return Kind.OTHER;
    }
    // RFC 3948 section 2.2: four zeros where an SPI would be say that IKE follows.
    boolean nonEspMarker = u16(frame, payload) == 0 && u16(frame, payload + 2) == 0;
    return nonEspMarker ? Kind.IKE : Kind.ESP_IN_UDP;
  }

  private static int u16(byte[] data, int at) {
    return ((data[at] & 0xff) << 8) | (data[at + 1] & 0xff);
  }

  private static boolean contains(byte[] frame, byte[] octets) {
    for (int start = 0; start <= frame.length - octets.length; start++) {
      int matched = 0;
      while (matched < octets.length && frame[start + matched] == octets[matched]) {
        matched++;
      }
      if (matched == octets.length) {
        return true;
      }
    }
    return false;
  }
}

package io.yett.dataplane.counters;

import java.util.Locale;

/**
 * Why a lane let a packet fall. Every packet ends in exactly one counter: over all lanes, received
 * + injected = transmitted + punted + reshaped + waiting + the sum of these.
 */
public enum DropReason {
  RUNT("The frame is shorter than an Ethernet header."),
  OTHER_DESTINATION("The frame's destination MAC address is not this port's."),
  UNSUPPORTED_ETHERTYPE("The frame carries neither IPv4 nor ARP."),
  BAD_IP_HEADER("The IPv4 header's version, length or total length is wrong for the frame."),
  BAD_IP_CHECKSUM("The IPv4 header checksum is wrong."),
  IP_OPTIONS("The packet has IPv4 options that are malformed or ask for source routing."),
  BAD_ADDRESS("The source or destination address may not be forwarded (RFC 1812 section 5.3.7)."),
  SPOOFED_SOURCE("The packet came in by a port that does not lead to its source (RFC 3704)."),
  MULTI_SEGMENT("The packet spans several buffers, and no single one that is free holds it."),
  SHARED_BUFFER("The packet's buffer has another owner, so it cannot be encrypted in place."),
  NO_ROOM("The packet's buffer has no room for the headers or trailer of ESP or AH."),
  NO_POLICY("No policy matched, and the default policy discards."),
  POLICY_DISCARD("A DISCARD policy matched."),
  CLEAR_BUT_PROTECTED("The packet came in clear, but a policy wants it protected."),
  NO_OUTBOUND_SA("A PROTECT policy matched, and has no outbound SA yet."),
  NOT_OWN("The policy's outbound SA is in transport mode, and the packet is not our own."),
  TRANSPORT_FRAGMENT("A fragment of our own met an SA in transport mode (RFC 4303 section 3.1.1)."),
  OUTBOUND_SELECTORS("The policy's outbound SA does not allow the packet's addresses or ports."),
  FRAGMENT_WITHOUT_PORTS("A fragment without its ports met a policy or SA that selects by ports."),
  SEQUENCE_EXHAUSTED("The outbound SA has used up its sequence numbers."),
  SA_EXPIRED("The SA reached a hard limit."),
  TOO_BIG("The packet is too big for its way, and cannot be cut into fragments so small."),
  NO_ROUTE("No route leads to the destination."),
  NEIGHBOR_UNRESOLVED("The next hop's link address is not known yet."),
  BAD_FRAGMENT("A fragment is empty, or not the last and its length is no multiple of 8."),
  FRAGMENT_OVERLAP("A fragment overlaps another of its packet, or contradicts it (RFC 5722)."),
  REASSEMBLY_TIMEOUT("The other fragments of the packet did not come in time."),
  REASSEMBLY_FULL("The fragment had to give way to those of newer packets."),
  REASSEMBLY_TOO_LONG("The fragments' packet is longer than a buffer, or they are too many."),
  ESP_TRUNCATED("An ESP packet is too short, or its length does not fit its algorithm."),
  AH_LENGTH("An AH packet is too short, or its header's length is not that of its algorithm."),
  RESERVED_SPI("The SPI is 0..255 (RFC 4303 section 2.1)."),
  UNKNOWN_SPI("No inbound SA has that SPI."),
  ESP_ENCAPSULATION("The SA expects UDP encapsulation and the packet has none, or the reverse."),
  REPLAY("The sequence number was seen before or is left of the replay window."),
  AUTH_FAILED("The ICV is wrong."),
  BAD_PADDING("The padding's length or content is wrong (RFC 4303 section 2.4)."),
  BAD_NEXT_HEADER("What came through a tunnel is not IPv4."),
  DUMMY("A dummy packet, which exists to be dropped (RFC 4303 section 2.6)."),
  INNER_BAD_HEADER("The decrypted packet's IPv4 header is wrong."),
  INBOUND_SELECTORS("The decrypted packet is not what its SA may carry (RFC 4301 section 5.2)."),
  ECN_CONGESTION("The tunnel marked congestion, and the inner packet cannot carry the mark."),
  NAT_KEEPALIVE("A NAT keepalive, which exists to be dropped (RFC 3948 section 2.3)."),
  CRYPTO_QUEUE_FULL("The crypto device took no more operations."),
  CRYPTO_ERROR("The crypto device failed the operation."),
  PUNT_QUEUE_FULL("The queue to the control thread is full."),
  REENTRY_QUEUE_FULL("The queue of fragments and from one tunnel into another is full."),
  HANDOVER_QUEUE_FULL("The queue to the lane that judges the packet is full."),
  OTHER_LANES_SA("Another lane came to own the packet's SA while this one decrypted the packet."),
  TX_QUEUE_FULL("The port's transmit queue is full."),
  NO_BUFFER("No buffer was free for a packet of our own or for a fragment."),
  STOPPED("The lane stopped with the packet inside.");

  private final String sentence;
  private final String label;

  DropReason(String sentence) {
    this.sentence = sentence;
    this.label = name().toLowerCase(Locale.ROOT);
  }

  /** The reason's place among the counters of a lane, 0..127. Changes between versions. */
  @SuppressWarnings("EnumOrdinal") // The code lives no longer than the process.
  public int code() {
    return ordinal();
  }

  /** One sentence for people. */
  public String sentence() {
    return sentence;
  }

  /** The name in metrics, such as {@code auth_failed}. */
  public String label() {
    return label;
  }
}

package io.yett.dataplane.counters;

import java.util.Locale;

/** What the control thread counts about ARP, neighbour discovery, ICMP and IKE datagrams. */
public enum SlowPathCounter {
  ARP_MALFORMED("ARP frames that are not well-formed ARP for IPv4 over Ethernet."),
  ARP_UNSOLICITED("ARP claims that nobody asked for; they changed nothing."),
  ARP_CONFLICTS("ARP frames in which another host uses an address of ours."),
  ARP_REQUESTS_SENT("ARP requests for next hops that we sent."),
  ARP_REPLIES_SENT("ARP requests for our addresses that we answered."),
  ND_MALFORMED("Neighbour solicitations and advertisements that are not valid (RFC 4861)."),
  ND_IGNORED("Messages of neighbour discovery that are no matter of ours."),
  ND_UNSOLICITED("Neighbour advertisements that nobody asked for; they changed nothing."),
  ND_CONFLICTS("Messages in which another host uses or wants an IPv6 address of ours."),
  ND_SOLICITATIONS_SENT("Neighbour solicitations for next hops that we sent."),
  ND_ADVERTISEMENTS_SENT("Neighbour advertisements of our addresses that we sent."),
  NEIGHBOR_UNREACHABLE("Next hops that did not answer ARP or neighbour solicitations."),
  NEIGHBOR_NOT_ON_LINK("Next hops in no subnet of their port, so that they cannot be asked for."),
  NEIGHBOR_TABLE_FULL("Next hops that found the neighbour table full."),
  ICMP_ECHO_REPLIES_SENT("Echo requests that we answered."),
  ICMP_ERRORS_SENT("ICMP errors that we sent."),
  ICMP_RATE_LIMITED("ICMP answers that the rate limit suppressed."),
  ICMP_NOT_ALLOWED("ICMP errors that RFC 1812 section 4.3.2.7 or RFC 4443 section 2.4 forbids."),
  PATH_MTU_LEARNT("ICMP \"fragmentation needed\" that made the path MTU of an SA smaller."),
  PATH_MTU_REFUSED("ICMP \"fragmentation needed\" that quotes nothing an SA sent, or too many."),
  LOCAL_MALFORMED("Packets to us whose headers, lengths or checksums are wrong."),
  LOCAL_FRAGMENTS("Fragments to us that a lane did not put together."),
  LOCAL_IGNORED("Packets to us that need no answer, such as echo replies."),
  IKE_MALFORMED("IKE datagrams whose headers, lengths or checksums are wrong."),
  IKE_RECEIVED("IKE datagrams that were handed to the control plane."),
  IKE_NOT_DELIVERED("IKE datagrams that the control plane had no room for, or was away."),
  IKE_SENT("IKE datagrams that were sent."),
  NAT_KEEPALIVES_SENT("NAT keepalives that were sent (RFC 3948 section 2.3)."),
  SEND_QUEUE_FULL("Packets of our own that found the queue to the lanes full.");

  private final String sentence;

  SlowPathCounter(String sentence) {
    this.sentence = sentence;
  }

  /** One sentence for people. */
  public String sentence() {
    return sentence;
  }

  /** The name in metrics, such as {@code arp_conflicts}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.yett.ike.message;

import java.util.ArrayList;
import java.util.List;

/** The Security Association payload: proposals in order of preference (RFC 7296 §3.3). */
public final class SaPayload extends Payload {
  private final List<Proposal> proposals;

  /** Takes 1..{@link IkeLimits#MAX_PROPOSALS} proposals. */
  public SaPayload(List<Proposal> proposals) {
    if (proposals.isEmpty() || proposals.size() > IkeLimits.MAX_PROPOSALS) {
      throw new IllegalArgumentException("SA payload with " + proposals.size() + " proposals");
    }
    this.proposals = List.copyOf(proposals);
  }

  public List<Proposal> proposals() {
    return proposals;
  }

  @Override
  public int typeNumber() {
    return PayloadType.SA.number();
  }

  static SaPayload decode(OctetReader reader) throws MalformedException {
    List<Proposal> proposals = new ArrayList<>();
    while (reader.remaining() > 0) {
      if (proposals.size() == IkeLimits.MAX_PROPOSALS) {
        throw new MalformedException("too many proposals");
      }
      proposals.add(Proposal.decode(reader));
    }
    if (proposals.isEmpty()) {
      throw new MalformedException("SA payload without proposals");
    }
    return new SaPayload(proposals);
  }

  @Override
  void writeBody(OctetWriter writer) {
    for (int i = 0; i < proposals.size(); i++) {
      proposals.get(i).write(writer, i == proposals.size() - 1);
    }
  }

  @Override
  public String toString() {
    return "SaPayload" + proposals;
  }
}

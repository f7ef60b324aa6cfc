package io.yett.ike.message;

import io.yett.dataplane.sachannel.TrafficSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Traffic Selector payload, TSi or TSr (RFC 7296 §3.13). */
public final class TsPayload extends Payload {
  private final boolean initiator;
  private final List<IkeTrafficSelector> selectors;

  /**
   * Makes a payload.
   *
   * @param initiator true for TSi, false for TSr
   * @param selectors 1..{@link IkeLimits#MAX_TRAFFIC_SELECTORS}
   */
  public TsPayload(boolean initiator, List<IkeTrafficSelector> selectors) {
    if (selectors.isEmpty() || selectors.size() > IkeLimits.MAX_TRAFFIC_SELECTORS) {
      throw new IllegalArgumentException("TS payload with " + selectors.size() + " selectors");
    }
    this.initiator = initiator;
    this.selectors = List.copyOf(selectors);
  }

  /** Makes a payload of usable ranges. */
  public static TsPayload of(boolean initiator, List<TrafficSelector> selectors) {
    return new TsPayload(initiator, selectors.stream().map(IkeTrafficSelector::of).toList());
  }

  public boolean initiator() {
    return initiator;
  }

  /** All selectors as on the wire. */
  public List<IkeTrafficSelector> selectors() {
    return selectors;
  }

  /** The usable ranges, in order; may be empty. */
  public List<TrafficSelector> trafficSelectors() {
    return selectors.stream()
        .map(IkeTrafficSelector::toTrafficSelector)
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public int typeNumber() {
    return (initiator ? PayloadType.TS_INITIATOR : PayloadType.TS_RESPONDER).number();
  }

  static TsPayload decode(boolean initiator, OctetReader reader) throws MalformedException {
    int count = reader.u8();
    reader.skip(3);
    if (count == 0) {
      throw new MalformedException("TS payload without selectors");
    }
    List<IkeTrafficSelector> selectors = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      selectors.add(IkeTrafficSelector.decode(reader));
    }
    reader.end("the selectors of a TS payload");
    return new TsPayload(initiator, selectors);
  }

  @Override
  void writeBody(OctetWriter writer) {
    writer.u8(selectors.size()).u8(0).u16(0);
    selectors.forEach(selector -> selector.write(writer));
  }

  @Override
  public String toString() {
    return "TsPayload[" + (initiator ? "TSi " : "TSr ") + trafficSelectors() + "]";
  }
}

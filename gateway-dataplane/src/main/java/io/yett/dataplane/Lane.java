package io.yett.dataplane;

import io.yett.dataplane.classify.Classifier;
import io.yett.dataplane.classify.LaneTables;
import io.yett.dataplane.counters.LaneCounters;
import io.yett.dataplane.esp.EspStage;
import io.yett.dataplane.route.Forwarding;
import io.yett.dataplane.rx.RxStage;
import io.yett.dataplane.tx.OwnQueue;
import io.yett.dataplane.tx.PuntQueue;
import io.yett.dataplane.tx.TxStage;
import java.util.List;
import org.agrona.concurrent.NanoClock;

/**
 * One receive queue to one transmit queue of each port, with all stages between and all that they
 * own. How many threads run the stages is the shape's business: {@link FusedShape} or {@link
 * PipelinedShape}.
 *
 * @param number of the lane, from 0
 * @param esp one stage for each thread that encrypts
 * @param own frames and packets that go out as they are
 * @param local packets of our own that take the policies
 */
record Lane(
    int number,
    RxStage rx,
    Classifier classifier,
    List<EspStage> esp,
    TxStage tx,
    LaneTables tables,
    LaneCounters counters,
    CommandQueue commands,
    PuntQueue punts,
    OwnQueue own,
    OwnQueue local,
    CurrentForwarding forwarding,
    NanoClock clock) {

  /** The routes that the TX stage uses for packets of our own. Written by the RX stage. */
  static final class CurrentForwarding {
    private volatile Forwarding value;

    CurrentForwarding(Forwarding value) {
      this.value = value;
    }

    Forwarding get() {
      return value;
    }

    void set(Forwarding next) {
      value = next;
    }
  }
}

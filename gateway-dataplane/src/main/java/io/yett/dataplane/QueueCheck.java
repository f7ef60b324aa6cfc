package io.yett.dataplane;

import io.yett.dataplane.config.PortConfig;
import io.yett.dpdk.PortInfo;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a port can serve several lanes: each has a queue of its own, each way. */
final class QueueCheck {
  private static final Logger LOG = LoggerFactory.getLogger(QueueCheck.class);

  private QueueCheck() {}

  /**
   * Refuses a port with fewer queues than lanes, and warns of one that has them but does not spread
   * packets.
   */
  static void check(PortConfig port, PortInfo info, int lanes) {
    int offered = Math.min(info.maxRxQueues(), info.maxTxQueues());
    if (offered < lanes) {
      throw new StartException(
          String.format(
              Locale.ROOT,
              "port %s: %s offers %d queue%s each way, and %d lanes need %d; remedy: %s, or set"
                  + " dataplane.lanes to %d",
              port.name(),
              info.driver(),
              offered,
              offered == 1 ? "" : "s",
              lanes,
              lanes,
              remedy(info.driver(), lanes),
              Math.max(1, offered)));
    }
    if (lanes > 1 && info.rssTypes() == 0 && isHardware(info.driver())) {
      LOG.warn(
          "port {}: {} does not spread packets over queues (RSS), so the first lane receives all of"
              + " them; remedy: use one lane, or another NIC",
          port.name(),
          info.driver());
    }
  }

  private static String remedy(String driver, int lanes) {
    return switch (driver) {
      case "net_af_packet" -> "add qpairs=" + lanes + " to its device";
      case "net_af_xdp" -> "add queue_count=" + lanes + " to its device";
      case "net_pcap" -> "name a file or interface for each lane in its device";
      case "net_virtio_user", "net_vhost" -> "add queues=" + lanes + " to its device";
      case "net_virtio" -> "give the virtual machine's NIC more queues";
      default -> "use a NIC with more queues";
    };
  }

  /** Virtual devices have their own ways to spread packets, and do not call them RSS. */
  private static boolean isHardware(String driver) {
    return switch (driver) {
      case "net_af_packet", "net_af_xdp", "net_pcap", "net_null", "net_ring", "net_vhost" -> false;
      default -> true;
    };
  }
}

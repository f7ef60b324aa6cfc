package io.yett.ike.cli;

import io.yett.dataplane.sachannel.SaChannelException;
import io.yett.dataplane.sachannel.SaChannelGlance;
import io.yett.ike.admin.Json;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Whether the data plane lives, by the SA channel's file alone. Apart from its command, so that
 * others start without what reads the file.
 */
final class DataPlaneGlance {
  private DataPlaneGlance() {}

  /**
   * Fields {@code state} (alive, dead, none, unknown), {@code detail} and, if known, {@code pid}.
   */
  static Map<String, Object> at(Path channel) {
    try {
      Optional<SaChannelGlance> seen = SaChannelGlance.at(channel);
      if (seen.isEmpty()) {
        return json("none", "no data plane at " + channel, null);
      }
      SaChannelGlance glance = seen.get();
      if (!glance.alive()) {
        return json(
            "dead", "process " + glance.pid() + " of " + channel + " is gone", glance.pid());
      }
      return json(
          "alive",
          "process "
              + glance.pid()
              + " lives, last seen "
              + TimeUnit.NANOSECONDS.toMillis(glance.heartbeatAgeNanos())
              + " ms ago; it goes on with the SAs that it has",
          glance.pid());
    } catch (SaChannelException e) {
      return json("unknown", e.getMessage(), null);
    }
  }

  private static Map<String, Object> json(String state, String detail, Long pid) {
    return Json.object("state", state, "detail", detail, "pid", pid);
  }
}

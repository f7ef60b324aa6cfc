package io.yett.demo;

import io.yett.lab.Capture;
import io.yett.lab.Iperf;
import io.yett.lab.LabException;
import io.yett.lab.LinkTraffic;
import io.yett.lab.NetworkNamespace;
import io.yett.lab.Pings;
import io.yett.lab.SiteToSite;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What goes through the tunnel, and what can be seen of it from outside. */
final class TrafficSteps {
  private static final int PINGS = 20;
  private static final int TCP_SECONDS = 3;
  private static final int CAPTURED_PINGS = 10;
  private static final int CAPTURED_MEGABYTES = 4;
  private static final byte[] PING_PAYLOAD = "red site secret!".getBytes(StandardCharsets.US_ASCII);

  /** What iperf3 sends with {@code --repeating-payload}. */
  private static final byte[] TCP_PAYLOAD =
      "01234567890123456789".getBytes(StandardCharsets.US_ASCII);

  private final Stage stage;

  TrafficSteps(Stage stage) {
    this.stage = stage;
  }

  List<Step> steps() {
    return List.of(
        Step.of(
            "ping red to blue",
            "Ping the blue site from the red site, through the tunnel",
            progress -> ping(stage.red(), SiteToSite.BLUE_HOST)),
        Step.of(
            "ping blue to red",
            "Ping the red site from the blue site",
            progress -> ping(stage.blue(), SiteToSite.RED_HOST)),
        Step.of(
            "TCP red to blue",
            "TCP from red to blue: iperf3 for %d s".formatted(TCP_SECONDS),
            progress -> tcp(stage.red(), stage.blue(), SiteToSite.BLUE_HOST)),
        Step.of(
            "TCP blue to red",
            "TCP from blue to red: iperf3 for %d s".formatted(TCP_SECONDS),
            progress -> tcp(stage.blue(), stage.red(), SiteToSite.RED_HOST)),
        Step.of(
            "nothing in clear",
            "Listen on the untrusted link while known pings and TCP pass, and while keys change",
            this::listen));
  }

  private static String ping(NetworkNamespace from, String target) {
    if (!Pings.answered(from, target, PINGS)) {
      throw new LabException("not all of %d pings to %s were answered".formatted(PINGS, target));
    }
    return "%d of %d answered".formatted(PINGS, PINGS);
  }

  private String tcp(NetworkNamespace client, NetworkNamespace server, String address) {
    return Iperf.run(stage.lab(), client, server, address, Iperf.seconds(TCP_SECONDS)).toString();
  }

  private String listen(Step.Progress progress) {
    Capture outside = stage.sites().captureUntrusted(stage.lab(), "untrusted");
    Capture inside = stage.sites().captureRed(stage.lab(), "red-site");
    progress.at("pings");
    Pings.withPayload(stage.red(), SiteToSite.BLUE_HOST, PING_PAYLOAD, CAPTURED_PINGS);
    progress.at("TCP");
    Iperf.run(
        stage.lab(),
        stage.red(),
        stage.blue(),
        SiteToSite.BLUE_HOST,
        Iperf.repeatingPayload(CAPTURED_MEGABYTES));
    progress.at("a rekey");
    Rekey.childByGateway(stage);
    LinkTraffic seen = new LinkTraffic(outside.stop());
    LinkTraffic known = new LinkTraffic(inside.stop());
    return judge(seen, known);
  }

  static String judge(LinkTraffic seen, LinkTraffic known) {
    for (byte[] payload : List.of(PING_PAYLOAD, TCP_PAYLOAD)) {
      // The same search must find it where it is in clear, or else it proves nothing.
      if (known.containing(payload) == 0) {
        throw new LabException("the payload was not seen even in the red site");
      }
      if (seen.containing(payload) > 0) {
        throw new LabException(
            "payload in clear in %d frames of the untrusted link"
                .formatted(seen.containing(payload)));
      }
    }
    if (!seen.others().isEmpty()) {
      throw new LabException(
          "%d frames that should not be there, the first: %s"
              .formatted(seen.others().size(), seen.others().getFirst()));
    }
    int esp = seen.count(LinkTraffic.Kind.ESP_IN_UDP) + seen.count(LinkTraffic.Kind.ESP);
    if (esp == 0 || seen.count(LinkTraffic.Kind.IKE) == 0) {
      throw new LabException("neither ESP nor IKE can be missing, saw " + seen);
    }
    return seen + "; nothing else, no payload";
  }
}

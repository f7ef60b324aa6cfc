package io.yett.dataplane.control;

import io.yett.dataplane.sachannel.CounterSample;
import io.yett.dataplane.sachannel.SaChannelServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The main class of a data plane without packets, to be killed. Its argument is the path. */
public final class DataplaneProcess {
  private DataplaneProcess() {}

  public static void main(String[] arguments) throws Exception {
    MemoryEngine engine = new MemoryEngine();
    SaChannelServer server = SaChannelServer.create(Path.of(arguments[0]));
    SaCommandAdapter adapter =
        new SaCommandAdapter(
            server,
            engine,
            (local, localPort, remote, remotePort, message, offset, length) -> true,
            consumer -> consumer.accept(new CounterSample("lane_bursts", "0", 1)),
            List.of());
    System.out.println("serving");
    System.out.flush();
    while (true) {
      if (adapter.poll(100) + engine.poll(null, 1000) == 0) {
        LockSupport.parkNanos(100_000);
      }
    }
  }
}

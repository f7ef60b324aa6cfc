package io.yett.perf.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JVM's log of its stops. */
class SafepointsTest {
  @TempDir Path directory;

  @Test
  void readsBothKindsOfLines() {
    assertThat(
            Safepoints.parse(
                "[4468813040046ns] Safepoint \"SerialGCCollect\", Time since last: 1574912293 ns,"
                    + " Reaching safepoint: 5308 ns, At safepoint: 31163037 ns, Leaving safepoint:"
                    + " 83594 ns, Total: 31251939 ns, Threads: 0 runnable, 10 total"))
        .contains(
            new Safepoints.Stop("safepoint SerialGCCollect", 4468813040046L - 31251939, 31251939));
    assertThat(
            Safepoints.parse(
                "[4467266336565ns] Handshake \"Deoptimize\", Targeted threads: 8, Executed by"
                    + " requesting thread: 7, Total completion time: 17726 ns"))
        .contains(new Safepoints.Stop("handshake Deoptimize", 4467266336565L - 17726, 17726));
    assertThat(Safepoints.parse("[1ns] something else")).isEmpty();
  }

  @Test
  void betweenTakesWhatTouches() {
    Safepoints all =
        new Safepoints(
            List.of(
                new Safepoints.Stop("a", 0, 10),
                new Safepoints.Stop("b", 90, 20),
                new Safepoints.Stop("c", 200, 10)));
    assertThat(all.between(100, 200).stops())
        .extracting(Safepoints.Stop::what)
        .containsExactly("b");
    assertThat(all.totalNanos()).isEqualTo(40);
  }

  /** The format is the JVM's own affair, and so is its clock: both are put to the test. */
  @Test
  void findsACollectionOfThisJvm() throws Exception {
    Path log = directory.resolve("safepoints.log");
    logTo("output=" + log, "what=safepoint=info,handshake=info", "decorators=timenanos");
    long begin = System.nanoTime();
    System.gc();
    long end = System.nanoTime();
    logTo("output=" + log, "what=all=off");
    assertThat(Safepoints.read(log).between(begin, end).stops())
        .anySatisfy(stop -> {
          assertThat(stop.what()).startsWith("safepoint ");
          assertThat(stop.begin()).isGreaterThanOrEqualTo(begin);
          assertThat(stop.end()).isLessThanOrEqualTo(end);
        });
  }

  private static void logTo(String... arguments) throws Exception {
    ManagementFactory.getPlatformMBeanServer()
        .invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"),
            "vmLog",
            new Object[] {arguments},
            new String[] {String[].class.getName()});
  }
}

package io.yett.perf.contender;

import io.yett.perf.BenchException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Measures a program that prints what it has sent, every second. */
final class CountingPeer {
  private CountingPeer() {}

  private record Reading(PacketCounter.Count count, long nanos, ThreadCpu cpu) {}

  /**
   * Runs the program until it has been measured.
   *
   * @throws BenchException if it ends by itself, or drops packets, or sends none
   */
  static Sample measure(String name, List<String> command, PacketCounter counter, Settings settings)
      throws BenchException {
    try (ChildProcess process = new ChildProcess(command)) {
      Reading begin = firstTraffic(process, counter);
      long warm = begin.nanos + TimeUnit.SECONDS.toNanos(Settings.PEER_WARM_UP);
      while (begin.nanos < warm) {
        begin = read(process, counter);
      }
      Reading end = begin;
      while (end.nanos - begin.nanos < settings.nanos()) {
        end = read(process, counter);
      }
      return sample(name, begin, end);
    }
  }

  private static Reading firstTraffic(ChildProcess process, PacketCounter counter)
      throws BenchException {
    Reading reading = read(process, counter);
    for (int silent = 0; reading.count.sent() == 0 && silent < 10; silent++) {
      reading = read(process, counter);
    }
    return reading;
  }

  private static Sample sample(String name, Reading begin, Reading end) throws BenchException {
    long sent = end.count.sent() - begin.count.sent();
    long dropped = end.count.dropped() - begin.count.dropped();
    if (sent == 0 || dropped != 0) {
      throw new BenchException(name + " sent " + sent + " packets and dropped " + dropped);
    }
    return new Sample(sent, (end.nanos - begin.nanos) / 1e9, end.cpu.busiestSince(begin.cpu) / 1e9);
  }

  private static Reading read(ChildProcess process, PacketCounter counter) throws BenchException {
    while (true) {
      Optional<PacketCounter.Count> count = counter.accept(process.readLine());
      if (count.isPresent()) {
        return new Reading(count.get(), System.nanoTime(), ThreadCpu.of(process.pid()));
      }
    }
  }
}

package io.yett.systemd;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;

/**
 * The way to systemd for a service of {@code Type=notify}: ready, stopping, a line of status, and
 * the signs of life that its watchdog waits for (sd_notify(3), sd_watchdog_enabled(3)). A process
 * that systemd did not start, or a machine without libsystemd, is no error: then nothing is said.
 * Any thread may call; a call is a system call, so never on a lane.
 */
public final class ServiceManager {
  private static final String LIBRARY = "libsystemd.so.0";

  /** Two signs of life an interval: one that comes late does no harm. */
  private static final int SIGNS_AN_INTERVAL = 2;

  private final MethodHandle notify;
  private final long signOfLifeNanos;
  private final String fault;

  private ServiceManager(MethodHandle notify, long signOfLifeNanos, String fault) {
    this.notify = notify;
    this.signOfLifeNanos = signOfLifeNanos;
    this.fault = fault;
  }

  /** The manager that the environment names ({@code NOTIFY_SOCKET}), or one that is not there. */
  public static ServiceManager ofEnvironment() {
    if (System.getenv("NOTIFY_SOCKET") == null) {
      return new ServiceManager(null, 0, null);
    }
    try {
      Linker linker = Linker.nativeLinker();
      SymbolLookup library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
      MethodHandle notify =
          linker.downcallHandle(
              library.findOrThrow("sd_notify"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
      MethodHandle enabled =
          linker.downcallHandle(
              library.findOrThrow("sd_watchdog_enabled"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
      return new ServiceManager(notify, signOfLifeNanos(enabled), null);
    } catch (IllegalArgumentException | java.util.NoSuchElementException e) {
      return new ServiceManager(
          null,
          0,
          "NOTIFY_SOCKET is set but "
              + LIBRARY
              + " cannot be used ("
              + e.getMessage()
              + "); remedy: install libsystemd0, or start it as Type=exec without a watchdog");
    }
  }

  /** Why the manager cannot be told, in one line with the remedy; null if all is well. */
  public String fault() {
    return fault;
  }

  /** Between two calls of {@link #alive}, in nanoseconds; 0 if no watchdog waits for them. */
  public long signOfLifeNanos() {
    return signOfLifeNanos;
  }

  /** Says that the service is up, and in a line what it does. */
  public void ready(String status) {
    say("READY=1\nSTATUS=" + oneLine(status));
  }

  /** Changes the line that {@code systemctl status} shows. */
  public void status(String status) {
    say("STATUS=" + oneLine(status));
  }

  /** A sign of life. */
  public void alive() {
    say("WATCHDOG=1");
  }

  /** Says that the service is about to end. */
  public void stopping() {
    say("STOPPING=1");
  }

  /** A line break would begin another assignment. */
  private static String oneLine(String text) {
    return text.replace('\n', ' ');
  }

  private void say(String state) {
    if (notify == null) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      // What it returns tells only whether the manager was reached; there is nobody else to tell.
      int _ = (int) notify.invokeExact(0, arena.allocateFrom(state));
    } catch (Throwable e) { // a method handle's signature; sd_notify itself throws nothing
      throw new IllegalStateException("sd_notify cannot be called", e);
    }
  }

  private static long signOfLifeNanos(MethodHandle enabled) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment micros = arena.allocate(ValueLayout.JAVA_LONG);
      int watched = (int) enabled.invokeExact(0, micros);
      return watched <= 0
          ? 0
          : TimeUnit.MICROSECONDS.toNanos(micros.get(ValueLayout.JAVA_LONG, 0)) / SIGNS_AN_INTERVAL;
    } catch (Throwable e) { // as above
      throw new IllegalStateException("sd_watchdog_enabled cannot be called", e);
    }
  }
}

package io.yett.dpdk;

import io.yett.dpdk.generated.YettDpdk;
import java.util.Locale;

/** The DPDK that is loaded. Any thread. */
public final class DpdkVersion {
  private DpdkVersion() {}

  /** For example {@code DPDK 24.11.4}. */
  public static String text() {
    NativeLibrary.load();
    return YettDpdk.yett_dpdk_version().getString(0);
  }

  /** Year and month, for example 2411. */
  public static int number() {
    NativeLibrary.load();
    return YettDpdk.yett_dpdk_loaded();
  }

  static String format(int number) {
    return String.format(Locale.ROOT, "%02d.%02d", number / 100, number % 100);
  }
}

package io.yett.dpdk;

import io.yett.dpdk.generated.YettDpdk;

/** Turns results of the C API into exceptions that name the remedy. Any thread. */
final class Errors {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EIO = 5;
  static final int ENOMEM = 12;
  static final int EACCES = 13;
  static final int EEXIST = 17;
  static final int ENODEV = 19;
  static final int EINVAL = 22;
  static final int ENOSPC = 28;
  static final int ENOTSUP = 95;
  static final int EALREADY = 114;

  private Errors() {}

  /** The result itself, or an exception "cannot {what}: {DPDK's reason}; remedy: {remedy}". */
  static int check(int result, String what, String remedy) {
    if (result < 0) {
      throw failure(result, what, remedy);
    }
    return result;
  }

  static long check(long result, String what, String remedy) {
    if (result < 0) {
      throw failure((int) result, what, remedy);
    }
    return result;
  }

  static DpdkException failure(int result, String what, String remedy) {
    return new DpdkException("cannot " + what + ": " + reason(result) + "; remedy: " + remedy);
  }

  /** The last complaint in DPDK's log since it was read last, else the error number in words. */
  static String reason(int result) {
    String logged = EalLog.lastError();
    String number = YettDpdk.yett_strerror(-result).getString(0);
    return logged.isEmpty() ? number : number + " (" + logged + ")";
  }
}

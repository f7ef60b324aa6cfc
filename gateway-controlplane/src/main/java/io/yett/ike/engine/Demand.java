package io.yett.ike.engine;

import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.ike.pad.Child;

/** What is wanted of one configured child, and how the last tries went. */
final class Demand {
  /** How much it is wanted. */
  enum Want {
    NO,
    /** Until a try fails. */
    ONCE,
    /** For ever, with back-off. */
    ALWAYS
  }

  private final Child child;
  private int reqId;
  private Want want = Want.NO;
  private int failures;
  private long notBefore = Long.MIN_VALUE;
  private Failure failure;
  private boolean underWay;
  private boolean heldDown;
  private PolicySpec policy;

  Demand(Child child, int reqId) {
    this.child = child;
    this.reqId = reqId;
  }

  Child child() {
    return child;
  }

  int reqId() {
    return reqId;
  }

  /** A checkpoint knows it by this reqId. */
  void reqId(int restored) {
    reqId = restored;
  }

  Want want() {
    return want;
  }

  void want(Want newWant) {
    want = newWant;
  }

  /** Wants it at least that much. */
  void atLeast(Want newWant) {
    if (newWant.compareTo(want) > 0) {
      want = newWant;
    }
  }

  /** Whether the operator took it down: then no packet brings it up. */
  boolean heldDown() {
    return heldDown;
  }

  void heldDown(boolean held) {
    heldDown = held;
  }

  /** Whether an exchange that makes it is queued or under way. */
  boolean underWay() {
    return underWay;
  }

  void underWay(boolean nowUnderWay) {
    underWay = nowUnderWay;
  }

  /** It is not tried before this time. */
  long notBefore() {
    return notBefore;
  }

  /** Tries so far without success. */
  int failures() {
    return failures;
  }

  Failure failure() {
    return failure;
  }

  /** A try failed. */
  void failed(Failure newFailure, long retryAt) {
    failure = newFailure;
    failures++;
    notBefore = retryAt;
    attemptFailed();
  }

  /** A try came to nothing. */
  void attemptFailed() {
    if (want == Want.ONCE) {
      want = Want.NO;
    }
  }

  /** It is not tried before that time. */
  void delay(long until) {
    notBefore = until;
  }

  /** The SPD entry that stands; null before the first. */
  PolicySpec policy() {
    return policy;
  }

  void policy(PolicySpec newPolicy) {
    policy = newPolicy;
  }

  /** It is there. */
  void succeeded() {
    heldDown = false;
    failure = null;
    retryNow();
    if (want == Want.ONCE) {
      want = Want.NO;
    }
  }

  /** Forgets the back-off. */
  void retryNow() {
    failures = 0;
    notBefore = Long.MIN_VALUE;
  }
}

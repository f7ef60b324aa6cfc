package io.yett.ike.exchange;

import io.yett.ike.pad.Child;
import io.yett.ike.sa.IkeSa;

/** Finds the configuration of a child. */
final class ChildConfigs {
  private ChildConfigs() {}

  /** The child of that name in the connection of the IKE SA; null if it is configured no more. */
  static Child of(IkeSa sa, String name) {
    return sa.connection().children().stream()
        .filter(child -> child.name().equals(name))
        .findFirst()
        .orElse(null);
  }
}

package io.yett.ike.sa;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class SourceBudgetTest {
  private final SourceBudget budget = new SourceBudget();

  @Test
  void addressesOfOnePrefixShare() throws UnknownHostException {
    budget.take(ip("192.0.2.1"));
    budget.take(ip("192.0.2.255"));
    assertThat(budget.used(ip("192.0.2.77"))).isEqualTo(2);
    assertThat(budget.used(ip("192.0.3.1"))).isZero();
    assertThat(budget.used(ip("191.0.2.1"))).isZero();

    budget.take(ip("2001:db8:0:ff00::1"));
    assertThat(budget.used(ip("2001:db8:0:ffff::2"))).isEqualTo(1);
    assertThat(budget.used(ip("2001:db8:1:ff00::1"))).isZero();
    assertThat(budget.used(ip("2001:db8:0:fe00::1"))).isZero();
  }

  @Test
  void whatIsReleasedIsFreeAgain() throws UnknownHostException {
    budget.take(ip("192.0.2.1"));
    budget.take(ip("192.0.2.1"));
    budget.release(ip("192.0.2.9"));
    assertThat(budget.used(ip("192.0.2.1"))).isEqualTo(1);
    budget.release(ip("192.0.2.1"));
    budget.release(ip("192.0.2.1"));
    assertThat(budget.used(ip("192.0.2.1"))).isZero();
  }

  private static InetAddress ip(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }
}

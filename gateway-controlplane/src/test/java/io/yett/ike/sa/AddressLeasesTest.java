package io.yett.ike.sa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yett.ike.pad.AddressPool;
import io.yett.ike.pad.Identity;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressLeasesTest {

  private static InetAddress ip(String text) {
    return InetAddress.ofLiteral(text);
  }

  private static AddressPool pool(String first, String last) {
    return new AddressPool("p", ip(first), ip(last), List.of());
  }

  private static Identity id(int number) {
    return Identity.parse("client" + number);
  }

  @Test
  void allOfThemOnceThenNone() {
    AddressLeases leases = new AddressLeases(pool("10.0.0.254", "10.0.1.1"));
    assertThat(leases.take(id(1))).isEqualTo(ip("10.0.0.254"));
    assertThat(leases.take(id(2))).isEqualTo(ip("10.0.0.255"));
    assertThat(leases.take(id(3))).isEqualTo(ip("10.0.1.0"));
    assertThat(leases.take(id(4))).isEqualTo(ip("10.0.1.1"));
    assertThat(leases.take(id(5))).isNull();
    assertThat(leases.take(id(2))).isEqualTo(ip("10.0.0.255"));
    assertThat(leases.used()).isEqualTo(4);
  }

  @Test
  void freeOnesAreGivenAwayLongestFreeFirst() {
    AddressLeases leases = new AddressLeases(pool("10.0.0.1", "10.0.0.2"));
    leases.take(id(1));
    leases.take(id(2));
    leases.release(ip("10.0.0.2"));
    leases.release(ip("10.0.0.1"));
    leases.release(ip("10.0.0.1")); // again: changes nothing
    assertThat(leases.take(id(3))).isEqualTo(ip("10.0.0.2"));
    assertThat(leases.take(id(1))).isEqualTo(ip("10.0.0.1"));
    assertThat(leases.take(id(2))).isNull();
  }

  @Test
  void restoredOnesAreNotGivenToOthers() {
    AddressLeases leases = new AddressLeases(pool("10.0.0.1", "10.0.0.3"));
    assertThat(leases.restore(ip("10.0.0.1"), id(7))).isTrue();
    assertThat(leases.restore(ip("10.0.0.1"), id(8))).isFalse();
    assertThat(leases.restore(ip("10.0.0.4"), id(8))).isFalse();
    assertThat(leases.take(id(1))).isEqualTo(ip("10.0.0.2"));
    assertThat(leases.take(id(7))).isEqualTo(ip("10.0.0.1"));
  }

  @Test
  void ipv6() {
    AddressLeases leases =
        new AddressLeases(pool("2001:db8::ffff:ffff:ffff", "2001:db8:0:1:ffff:ffff:ffff:ffff"));
    assertThat(leases.take(id(1))).isEqualTo(ip("2001:db8::ffff:ffff:ffff"));
    assertThat(leases.take(id(2))).isEqualTo(ip("2001:db8:0:0:1::"));
  }

  @Test
  void emptyRangesAreNoPools() {
    assertThatThrownBy(() -> pool("10.0.0.2", "10.0.0.1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> pool("10.0.0.2", "2001:db8::1"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

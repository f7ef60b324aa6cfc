package io.yett.ike.pad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Identities, and patterns that they match. */
class IdentityTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1 | 1",
        "red.example | 2",
        "ops@red.example | 3",
        "2001:db8::1 | 5",
        "C=CH, O=Yett, CN=red | 9",
        "CN=2001:db8::1 | 9",
        "key-id:red | 11",
        "key-id:0x00ff | 11"
      })
  void kinds(String text, int type) {
    assertThat(Identity.parse(text).type()).isEqualTo(type);
    assertThat(Identity.parse(text).isPattern()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "any | red.example | true",
        "any | C=CH, CN=red | true",
        "*.example | red.example | true",
        "*.example | a.RED.example | true",
        "*.example | example | false",
        "*.example | red.other | false",
        "*.example | a@red.example | false",
        "*@red.example | ops@red.example | true",
        "*@red.example | ops@sub.red.example | false",
        "C=CH, O=Yett, CN=* | C=CH, O=yett, CN=red | true",
        "C=CH, O=Yett, CN=* | C=CH, O=Other, CN=red | false",
        "C=CH, O=Yett, CN=* | C=CH, O=Yett, OU=red | false",
        "C=CH, O=Yett, CN=* | C=CH, O=Yett, CN=red, CN=red | false",
        "C=CH, O=Yett, CN=* | CN=red, O=Yett, C=CH | false",
        "C=CH, CN=red | C=CH, CN=Red | true",
        "red.example | RED.example | true",
        "192.0.2.1 | 192.0.2.1 | true",
        "192.0.2.1 | 192.0.2.2 | false"
      })
  void matches(String pattern, String identity, boolean expected) {
    Identity ours = Identity.parse(pattern);
    Identity theirs = Identity.parse(identity);
    assertThat(ours.matches(theirs)).isEqualTo(expected);
    if (!ours.isPattern()) {
      assertThat(ours.key().equals(theirs.key())).as("found by key").isEqualTo(expected);
    }
  }

  @Test
  void noPeerCanBeAPatternOfAny() {
    assertThat(Identity.ANY.isPattern()).isTrue();
    assertThat(Identity.ANY.matches(new Identity(0, new byte[0]))).isFalse();
    assertThat(Identity.ANY).hasToString("any");
  }

  @Test
  void distinguishedNamesAreShownAsTheyAreWritten() {
    assertThat(Identity.parse("C=CH, O=Yett, CN=red")).hasToString("C=CH,O=Yett,CN=red");
    assertThat(new Identity(Identity.ID_DER_ASN1_DN, new byte[] {1, 2}))
        .hasToString("type 9 0x0102");
    assertThat(Identity.parse("CN=red").matches(new Identity(9, new byte[] {0x30, 5}))).isFalse();
    assertThatThrownBy(() -> Identity.parse("X=red, nonsense"))
        .hasMessageContaining("not a distinguished name: 'X=red, nonsense'");
  }
}

package io.yett.ike.crypto;

import static io.yett.ike.crypto.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yett.ike.error.InvalidSyntaxException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.agreement.DHStandardGroups;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** Known answers, and the refusal of bad public values (RFC 6989, RFC 7748 §6.1). */
class KeyExchangeTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  static List<Map<String, String>> vectors() {
    return Vectors.read("key-exchange.vectors");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void knownAnswers(Map<String, String> vector) throws Exception {
    try (KeyExchange exchange = exchange(vector)) {
      if (!vector.get("public").isEmpty()) {
        assertThat(exchange.publicValue()).isEqualTo(hex(vector.get("public")));
      }
      assertThat(exchange.agree(hex(vector.get("peer")))).isEqualTo(hex(vector.get("secret")));
    }
  }

  @Test
  void vectorsCoverEveryMethod() {
    assertThat(vectors().stream().map(vector -> vector.get("method")).distinct())
        .containsExactlyInAnyOrder(
            Arrays.stream(KeyExchangeMethod.values())
                .filter(method -> !method.postQuantum()) // see MlKemTest
                .map(Enum::name)
                .toArray(String[]::new));
  }

  private static KeyExchange exchange(Map<String, String> vector) throws GeneralSecurityException {
    KeyExchangeMethod method = KeyExchangeMethod.valueOf(vector.get("method"));
    byte[] secret = hex(vector.get("private"));
    return switch (method) {
      case X25519 -> new X25519KeyExchange(secret);
      case ECP_256, ECP_384, ECP_521 ->
          EcpKeyExchange.of(method, new BigInteger(1, secret), hex(vector.get("public")));
      case MODP_2048, MODP_3072, MODP_4096 ->
          new ModpKeyExchange(method, new BigInteger(1, secret));
      case ML_KEM_512, ML_KEM_768, ML_KEM_1024 -> throw new AssertionError(method);
    };
  }

  @ParameterizedTest
  @EnumSource
  void bothEndsAgree(KeyExchangeMethod method) throws Exception {
    try (KeyExchange first = KeyExchange.generate(method, RANDOM);
        KeyExchange second = KeyExchange.respond(method, RANDOM)) {
      byte[] secret = second.agree(first.publicValue());
      assertThat(first.publicValue()).hasSize(method.publicLength());
      assertThat(second.publicValue()).hasSize(method.responderLength());
      assertThat(first.publicValue()).isNotEqualTo(second.publicValue());
      assertThat(secret).isEqualTo(first.agree(second.publicValue()));
      assertThat(first.payload().method()).isEqualTo(method.id().number());
    }
  }

  @ParameterizedTest
  @EnumSource
  void wrongLengthsAreRefused(KeyExchangeMethod method) {
    try (KeyExchange first = KeyExchange.generate(method, RANDOM);
        KeyExchange second = KeyExchange.respond(method, RANDOM)) {
      refusesOtherLengths(second, first.publicValue());
      refusesOtherLengths(first, new byte[method.responderLength()]);
    }
  }

  private static void refusesOtherLengths(KeyExchange exchange, byte[] value) {
    for (int length : new int[] {0, 1, value.length - 1, value.length + 1}) {
      assertThatThrownBy(() -> exchange.agree(Arrays.copyOf(value, length)))
          .isInstanceOf(InvalidSyntaxException.class);
    }
  }

  /** Those of ML-KEM have no weak values; coefficients out of range are in MlKemTest. */
  @ParameterizedTest
  @EnumSource(names = "ML_KEM_.*", mode = Mode.MATCH_NONE)
  void zerosAreRefused(KeyExchangeMethod method) {
    try (KeyExchange ours = KeyExchange.generate(method, RANDOM)) {
      assertThatThrownBy(() -> ours.agree(new byte[method.publicLength()]))
          .isInstanceOf(InvalidSyntaxException.class);
    }
  }

  @Test
  void x25519PointsOfSmallOrderAreRefused() {
    // The points of order 1, 2, 4 and 8 (RFC 7748 section 6.1 asks for the check of the result).
    List<String> points =
        List.of(
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
    try (KeyExchange ours = KeyExchange.generate(KeyExchangeMethod.X25519, RANDOM)) {
      for (String point : points) {
        assertThatThrownBy(() -> ours.agree(hex(point))).isInstanceOf(InvalidSyntaxException.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "ECP_.*", mode = Mode.MATCH_ALL)
  void pointsOffTheCurveAreRefused(KeyExchangeMethod method) {
    try (KeyExchange ours = KeyExchange.generate(method, RANDOM);
        KeyExchange theirs = KeyExchange.generate(method, RANDOM)) {
      for (int i = 0; i < method.publicLength(); i++) {
        byte[] value = theirs.publicValue();
        value[i] ^= 1;
        assertThatThrownBy(() -> ours.agree(value)).isInstanceOf(InvalidSyntaxException.class);
      }
      byte[] ones = new byte[method.publicLength()];
      Arrays.fill(ones, (byte) 0xff);
      assertThatThrownBy(() -> ours.agree(ones)).isInstanceOf(InvalidSyntaxException.class);
    }
  }

  @Test
  void ecpCoordinatesBeyondTheFieldAreRefused() throws Exception {
    // x + p names the same point of ECP-521, and fits into 66 octets; it is no valid encoding.
    Map<String, String> vector =
        vectors().stream().filter(v -> v.get("method").equals("ECP_521")).findFirst().orElseThrow();
    BigInteger prime = BigInteger.TWO.pow(521).subtract(BigInteger.ONE);
    byte[] peer = hex(vector.get("peer"));
    BigInteger x = new BigInteger(1, Arrays.copyOf(peer, 66)).add(prime);
    System.arraycopy(BigIntegers.asUnsignedByteArray(66, x), 0, peer, 0, 66);
    try (KeyExchange ours = exchange(vector)) {
      assertThatThrownBy(() -> ours.agree(peer)).isInstanceOf(InvalidSyntaxException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "MODP_.*", mode = Mode.MATCH_ALL)
  void modpValuesOutOfRangeAreRefused(KeyExchangeMethod method) throws Exception {
    BigInteger prime =
        switch (method) {
          case MODP_2048 -> DHStandardGroups.rfc3526_2048.getP();
          case MODP_3072 -> DHStandardGroups.rfc3526_3072.getP();
          default -> DHStandardGroups.rfc3526_4096.getP();
        };
    int length = method.publicLength();
    BigInteger one = BigInteger.ONE;
    try (KeyExchange ours = KeyExchange.generate(method, RANDOM)) {
      for (BigInteger bad : List.of(one, prime.subtract(one), prime, prime.add(one))) {
        assertThatThrownBy(() -> ours.agree(BigIntegers.asUnsignedByteArray(length, bad)))
            .isInstanceOf(InvalidSyntaxException.class);
      }
      for (BigInteger good : List.of(BigInteger.TWO, prime.subtract(BigInteger.TWO))) {
        assertThat(ours.agree(BigIntegers.asUnsignedByteArray(length, good))).hasSize(length);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void closedIsOfNoUse(KeyExchangeMethod method) throws Exception {
    KeyExchange exchange = KeyExchange.generate(method, RANDOM);
    KeyExchange responder = KeyExchange.respond(method, RANDOM);
    responder.agree(KeyExchange.generate(method, RANDOM).publicValue());
    byte[] peer = responder.publicValue();
    exchange.close();
    exchange.close();
    assertThatThrownBy(() -> exchange.agree(peer)).isInstanceOf(IllegalStateException.class);
    assertThat(exchange).hasToString("KeyExchange[" + method + "]");
  }
}

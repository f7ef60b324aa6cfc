package io.yett.ike.crypto;

import static io.yett.ike.crypto.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yett.ike.error.InvalidSyntaxException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.generators.MLKEMKeyPairGenerator;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMKeyGenerationParameters;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** ML-KEM by known answers, and against Bouncy Castle's. */
class MlKemTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  static List<Map<String, String>> initiators() {
    return Vectors.read("ml-kem.vectors").stream().filter(v -> v.containsKey("seed")).toList();
  }

  static List<Map<String, String>> responders() {
    return Vectors.read("ml-kem.vectors").stream().filter(v -> v.containsKey("message")).toList();
  }

  /** Gives those octets and no others. */
  private static final class Fixed extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] octets;
    private int at;

    Fixed(byte[] octets) {
      this.octets = octets;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(octets, at, bytes, 0, bytes.length);
      at += bytes.length;
    }
  }

  private static KeyExchangeMethod method(Map<String, String> vector) {
    return KeyExchangeMethod.valueOf(vector.get("method"));
  }

  @ParameterizedTest
  @MethodSource("initiators")
  void initiatorsOfKnownSeeds(Map<String, String> vector) throws Exception {
    SecureRandom seed = new Fixed(hex(vector.get("seed")));
    try (KeyExchange exchange = KeyExchange.generate(method(vector), seed)) {
      assertThat(exchange.publicValue()).isEqualTo(hex(vector.get("public")));
      assertThat(exchange.agree(hex(vector.get("ciphertext"))))
          .isEqualTo(hex(vector.get("secret")));
    }
  }

  @ParameterizedTest
  @MethodSource("responders")
  void respondersOfKnownMessages(Map<String, String> vector) throws Exception {
    SecureRandom message = new Fixed(hex(vector.get("message")));
    try (KeyExchange exchange = KeyExchange.respond(method(vector), message)) {
      byte[] publicValue = hex(vector.get("public"));
      if (vector.get("result").equals("invalid")) {
        assertThatThrownBy(() -> exchange.agree(publicValue))
            .isInstanceOf(InvalidSyntaxException.class);
        return;
      }
      assertThat(exchange.agree(publicValue)).isEqualTo(hex(vector.get("secret")));
      assertThat(exchange.publicValue()).isEqualTo(hex(vector.get("ciphertext")));
    }
  }

  private static MLKEMParameters parameters(KeyExchangeMethod method) {
    return switch (method) {
      case ML_KEM_512 -> MLKEMParameters.ml_kem_512;
      case ML_KEM_768 -> MLKEMParameters.ml_kem_768;
      default -> MLKEMParameters.ml_kem_1024;
    };
  }

  @ParameterizedTest
  @EnumSource(names = "ML_KEM_.*", mode = Mode.MATCH_ALL)
  void bouncyCastleAgreesAsResponder(KeyExchangeMethod method) throws Exception {
    try (KeyExchange ours = KeyExchange.generate(method, RANDOM)) {
      var theirs =
          new MLKEMGenerator(RANDOM)
              .generateEncapsulated(
                  new MLKEMPublicKeyParameters(parameters(method), ours.publicValue()));
      assertThat(ours.agree(theirs.getEncapsulation())).isEqualTo(theirs.getSecret());
    }
  }

  @ParameterizedTest
  @EnumSource(names = "ML_KEM_.*", mode = Mode.MATCH_ALL)
  void bouncyCastleAgreesAsInitiator(KeyExchangeMethod method) throws Exception {
    MLKEMKeyPairGenerator generator = new MLKEMKeyPairGenerator();
    generator.init(new MLKEMKeyGenerationParameters(RANDOM, parameters(method)));
    var pair = generator.generateKeyPair();
    try (KeyExchange ours = KeyExchange.respond(method, RANDOM)) {
      byte[] secret = ours.agree(((MLKEMPublicKeyParameters) pair.getPublic()).getEncoded());
      var extractor = new MLKEMExtractor((MLKEMPrivateKeyParameters) pair.getPrivate());
      assertThat(extractor.extractSecret(ours.publicValue())).isEqualTo(secret);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "ML_KEM_.*", mode = Mode.MATCH_ALL)
  void changedCiphertextGivesAnotherSecret(KeyExchangeMethod method) throws Exception {
    try (KeyExchange first = KeyExchange.generate(method, RANDOM);
        KeyExchange second = KeyExchange.respond(method, RANDOM)) {
      byte[] secret = second.agree(first.publicValue());
      byte[] changed = second.publicValue();
      changed[7] ^= 1;
      assertThat(first.agree(changed)).hasSize(32).isNotEqualTo(secret);
      assertThat(Arrays.equals(secret, new byte[32])).isFalse();
    }
  }
}

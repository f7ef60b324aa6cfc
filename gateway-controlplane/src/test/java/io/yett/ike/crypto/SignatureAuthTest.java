package io.yett.ike.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yett.ike.certificate.TestPki;
import io.yett.ike.error.AuthenticationFailedException;
import io.yett.ike.message.AuthPayload;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures in AUTH (RFC 7427, RFC 8420, RFC 4754). */
class SignatureAuthTest {
  private static final byte[] OCTETS = "what is signed".getBytes(StandardCharsets.US_ASCII);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Set<SignatureHash> ALL = EnumSet.allOf(SignatureHash.class);

  private static KeyPair key(String kind) {
    return TestPki.key(kind, "SignatureAuthTest");
  }

  /** Encodings of RFC 7427 App. A and RFC 8420 App. A. */
  @ParameterizedTest
  @CsvSource({
    "RSA_SHA256, 300d06092a864886f70d01010b0500",
    "RSA_SHA384, 300d06092a864886f70d01010c0500",
    "RSA_SHA512, 300d06092a864886f70d01010d0500",
    "ECDSA_SHA256, 300a06082a8648ce3d040302",
    "ECDSA_SHA384, 300a06082a8648ce3d040303",
    "ECDSA_SHA512, 300a06082a8648ce3d040304",
    "RSA_PSS_SHA256, 304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a"
        + "864886f70d010108300d06096086480165030402010500a203020120",
    "ED25519, 300506032b6570",
    "ED448, 300506032b6571"
  })
  void identifiersAreThoseOfTheRfcs(SignatureScheme scheme, String hex) {
    assertThat(HexFormat.of().formatHex(scheme.identifier())).isEqualTo(hex);
    assertThat(SignatureScheme.ofIdentifier(HexFormat.of().parseHex(hex))).contains(scheme);
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_SHA256, RSA-2048",
    "RSA_SHA384, RSA-2048",
    "RSA_SHA512, RSA-2048",
    "RSA_PSS_SHA256, RSA-2048",
    "RSA_PSS_SHA384, RSA-2048",
    "RSA_PSS_SHA512, RSA-2048",
    "ECDSA_SHA256, P-256",
    "ECDSA_SHA512, P-256",
    "ECDSA_SHA384, P-384",
    "ECDSA_SHA512, P-521",
    "ED25519, Ed25519",
    "ED448, Ed448"
  })
  void everySchemeSignsAndVerifies(SignatureScheme scheme, String kind) throws Exception {
    KeyPair key = key(kind);
    AuthPayload auth = SignatureAuth.sign(scheme, key.getPrivate(), OCTETS, true, RANDOM);

    assertThat(auth.method()).isEqualTo(14);
    assertThat(SignatureAuth.verify(auth, key.getPublic(), OCTETS, SignatureScheme.DEFAULT))
        .isEqualTo(scheme);
    for (int at : new int[] {0, 3, auth.data().length / 2, auth.data().length - 1}) {
      byte[] tampered = auth.data().clone();
      tampered[at] ^= 1;
      refused(new AuthPayload(14, tampered), key, SignatureScheme.DEFAULT);
    }
    byte[] other = OCTETS.clone();
    other[0] ^= 1;
    assertThatThrownBy(
            () -> SignatureAuth.verify(auth, key.getPublic(), other, SignatureScheme.DEFAULT))
        .hasMessageContaining("does not fit its certificate");
    KeyPair stranger = TestPki.key(kind, "stranger");
    refused(auth, stranger, SignatureScheme.DEFAULT);
    refused(auth, key(kind.equals("Ed25519") ? "P-256" : "Ed25519"), SignatureScheme.DEFAULT);
    List<SignatureScheme> others =
        SignatureScheme.DEFAULT.stream().filter(each -> each != scheme).toList();
    assertThatThrownBy(() -> SignatureAuth.verify(auth, key.getPublic(), OCTETS, others))
        .hasMessageContaining(scheme.text() + ", which is not in remote.signatures");
  }

  private static void refused(AuthPayload auth, KeyPair key, List<SignatureScheme> allowed) {
    assertThatThrownBy(() -> SignatureAuth.verify(auth, key.getPublic(), OCTETS, allowed))
        .isInstanceOf(AuthenticationFailedException.class);
  }

  @ParameterizedTest
  @CsvSource({"ECDSA_SHA256, P-256, 9, 64", "ECDSA_SHA384, P-384, 10, 96"})
  void ecdsaWithoutRfc7427(SignatureScheme scheme, String kind, int method, int octets)
      throws Exception {
    KeyPair key = key(kind);
    assertThat(SignatureAuth.choose(key.getPrivate(), SignatureScheme.DEFAULT, Set.of()))
        .isEqualTo(scheme);
    AuthPayload auth = SignatureAuth.sign(scheme, key.getPrivate(), OCTETS, false, RANDOM);

    assertThat(auth.method()).isEqualTo(method);
    assertThat(auth.data()).hasSize(octets);
    assertThat(SignatureAuth.verify(auth, key.getPublic(), OCTETS, SignatureScheme.DEFAULT))
        .isEqualTo(scheme);
    refused(new AuthPayload(method == 9 ? 10 : 9, auth.data()), key, SignatureScheme.DEFAULT);
    refused(new AuthPayload(method, Arrays.copyOf(auth.data(), octets - 1)), key, List.of(scheme));
    refused(new AuthPayload(method, new byte[octets]), key, List.of(scheme));
  }

  @Test
  void p521WithoutRfc7427() throws Exception {
    KeyPair key = key("P-521");
    AuthPayload auth =
        SignatureAuth.sign(SignatureScheme.ECDSA_SHA512, key.getPrivate(), OCTETS, false, RANDOM);

    assertThat(auth.method()).isEqualTo(11);
    assertThat(auth.data()).hasSize(132);
    SignatureAuth.verify(auth, key.getPublic(), OCTETS, SignatureScheme.DEFAULT);
  }

  @Test
  void rsaWithSha1OnlyByName() throws Exception {
    KeyPair key = key("RSA-2048");
    List<SignatureScheme> named = List.of(SignatureScheme.RSA_SHA256, SignatureScheme.RSA_SHA1);

    assertThatThrownBy(
            () -> SignatureAuth.choose(key.getPrivate(), SignatureScheme.DEFAULT, Set.of()))
        .hasMessageContaining("rsa-sha1 in local.signatures");
    assertThat(SignatureAuth.choose(key.getPrivate(), named, Set.of()))
        .isEqualTo(SignatureScheme.RSA_SHA1);
    AuthPayload auth =
        SignatureAuth.sign(SignatureScheme.RSA_SHA1, key.getPrivate(), OCTETS, false, RANDOM);
    assertThat(auth.method()).isEqualTo(1);
    SignatureAuth.verify(auth, key.getPublic(), OCTETS, named);
    assertThatThrownBy(
            () -> SignatureAuth.verify(auth, key.getPublic(), OCTETS, SignatureScheme.DEFAULT))
        .hasMessageContaining("rsa-sha1, which is not in remote.signatures");
  }

  /** A good signature by sha1WithRSAEncryption, which nobody announced. */
  @Test
  void hashThatWasNotAnnounced() throws Exception {
    KeyPair key = key("RSA-2048");
    Signature sha1 = Signature.getInstance("SHA1withRSA");
    sha1.initSign(key.getPrivate());
    sha1.update(OCTETS);
    byte[] identifier = HexFormat.of().parseHex("300d06092a864886f70d0101050500");
    byte[] signature = sha1.sign();
    byte[] data = new byte[1 + identifier.length + signature.length];
    data[0] = (byte) identifier.length;
    System.arraycopy(identifier, 0, data, 1, identifier.length);
    System.arraycopy(signature, 0, data, 1 + identifier.length, signature.length);

    assertThatThrownBy(() ->
            SignatureAuth.verify(
                new AuthPayload(14, data),
                key.getPublic(),
                OCTETS,
                Arrays.asList(SignatureScheme.values())))
        .hasMessageContaining("did not announce");
  }

  @ParameterizedTest
  @CsvSource({
    "empty parameters, 300d06092a864886f70d01010a3000",
    "SHA-1 in MGF1, 303e06092a864886f70d01010a3031a00f300d06096086480165030402010500a1193017060"
        + "92a864886f70d010108300a06052b0e03021a0500a203020120",
    "salt of 20, 304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a"
        + "864886f70d010108300d06096086480165030402010500a203020114",
    "octets after it, 300506032b657000",
    "no sequence, 0500",
    "nothing in it, 3000",
    "length beyond it, 307f06032b6570"
  })
  void identifiersThatAreRefused(String what, String hex) {
    assertThat(SignatureScheme.ofIdentifier(HexFormat.of().parseHex(hex))).as(what).isEmpty();
  }

  @Test
  void malformedAuthPayloads() {
    KeyPair key = key("P-256");
    for (String hex : List.of("", "00", "05", "ff300506032b6570", "07300506032b6570")) {
      refused(new AuthPayload(14, HexFormat.of().parseHex(hex)), key, SignatureScheme.DEFAULT);
    }
    for (int method : new int[] {0, 1, 3, 9, 10, 11, 12, 13, 200}) {
      refused(new AuthPayload(method, new byte[64]), key, SignatureScheme.DEFAULT);
    }
  }

  @Test
  void hashIsOneThatThePeerTakesAndTheCurveDeserves() throws Exception {
    assertThat(SignatureAuth.choose(key("P-384").getPrivate(), SignatureScheme.DEFAULT, ALL))
        .isEqualTo(SignatureScheme.ECDSA_SHA384);
    assertThat(
            SignatureAuth.choose(
                key("P-384").getPrivate(),
                SignatureScheme.DEFAULT,
                EnumSet.of(SignatureHash.SHA512)))
        .isEqualTo(SignatureScheme.ECDSA_SHA512);
    assertThat(
            SignatureAuth.choose(
                key("RSA-2048").getPrivate(),
                SignatureScheme.DEFAULT,
                EnumSet.of(SignatureHash.SHA384)))
        .isEqualTo(SignatureScheme.RSA_PSS_SHA384);
    assertThatThrownBy(() ->
            SignatureAuth.choose(
                key("Ed25519").getPrivate(),
                SignatureScheme.DEFAULT,
                EnumSet.of(SignatureHash.SHA256)))
        .hasMessageContaining("the peer takes signatures with [SHA256] only");
    assertThatThrownBy(() ->
            SignatureAuth.choose(
                key("RSA-2048").getPrivate(), List.of(SignatureScheme.ED25519), ALL))
        .hasMessageContaining("fits none of local.signatures");
  }

  @Test
  void announcedHashes() {
    byte[] data = HexFormat.of().parseHex("00010002000300040005000600ff02");
    assertThat(SignatureHash.read(data))
        .containsExactly(
            SignatureHash.SHA256,
            SignatureHash.SHA384,
            SignatureHash.SHA512,
            SignatureHash.IDENTITY);
    assertThat(SignatureHash.announce(ALL).data())
        .isEqualTo(HexFormat.of().parseHex("0002000300040005"));
    assertThat(SignatureHash.read(new byte[] {2})).isEmpty();
  }
}

package io.yett.ike.certificate;

import static io.yett.ike.certificate.TestPki.NOW;
import static io.yett.ike.certificate.TestPki.authority;
import static io.yett.ike.certificate.TestPki.certificates;
import static io.yett.ike.certificate.TestPki.entity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yett.ike.certificate.TestPki.Issued;
import io.yett.ike.crypto.SignatureScheme;
import io.yett.ike.message.CertPayload;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeHeader;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.Payload;
import io.yett.ike.pad.AuthKind;
import io.yett.ike.pad.Identity;
import io.yett.ike.pad.RemoteAuth;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose certificate is trusted for which identity (RFC 5280 §6, RFC 4945). */
class PeerCertificatesTest {
  private static final Identity BLUE = Identity.parse("blue.example");

  private final Issued root = authority("C=CH, O=Yett, CN=Root").selfSigned();

  private static RemoteAuth trusting(Issued... authorities) {
    return new RemoteAuth(
        AuthKind.CERTIFICATE, certificates(authorities), List.of(), SignatureScheme.DEFAULT);
  }

  private static TestPki.Spec blue() {
    return entity("C=CH, O=Yett, CN=blue").dns("blue.example");
  }

  private static void accepts(RemoteAuth trust, Identity identity, Issued... sent) {
    assertThatCode(() -> PeerCertificates.trust(certificates(sent), identity, trust, NOW))
        .doesNotThrowAnyException();
  }

  private void refuses(Issued sent, String... words) {
    refuses(trusting(root), BLUE, certificates(sent), words);
  }

  private static void refuses(
      RemoteAuth trust, Identity identity, List<X509Certificate> sent, String... words) {
    ThrowingCallable check = () -> PeerCertificates.trust(sent, identity, trust, NOW);
    assertThatThrownBy(check).isInstanceOf(CertificateRefusedException.class);
    for (String word : words) {
      assertThatThrownBy(check).hasMessageContaining(word);
    }
  }

  @Test
  void directlyBelowARoot() throws CertificateRefusedException {
    Issued blue = blue().by(root);

    assertThat(PeerCertificates.trust(certificates(blue), BLUE, trusting(root), NOW))
        .containsExactly(blue.certificate(), root.certificate());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA-2048", "RSA-3072", "P-256", "P-384", "P-521", "Ed25519", "Ed448"})
  void keysOfEveryKind(String kind) {
    Issued issuer = authority("CN=" + kind).key(kind).selfSigned();

    accepts(trusting(issuer), BLUE, blue().key(kind).by(issuer));
  }

  @Test
  void belowIntermediateAuthorities() {
    Issued first = authority("CN=First").by(root);
    Issued second = authority("CN=Second").by(first);
    Issued blue = blue().by(second);

    accepts(trusting(root), BLUE, blue, second, first);
    accepts(trusting(root), BLUE, blue, first, root, second);
    accepts(trusting(first), BLUE, blue, second);
    refuses(blue, "issued by CN=Second", "no path leads", "Root");
  }

  @Test
  void rootThatIsSentIsNotTrustedForThat() {
    Issued other = authority("CN=Other").selfSigned();

    refuses(trusting(root), BLUE, certificates(blue().by(other), other), "no path");
  }

  @Test
  void authorityOfTheSameNameWithAnotherKey() {
    Issued impostor = authority("C=CH, O=Yett, CN=Root").keyName("impostor").selfSigned();

    refuses(blue().by(impostor), "signature that is not of its issuer");
    refuses(trusting(root), BLUE, certificates(blue().by(impostor), impostor), "not of its issuer");
    accepts(trusting(impostor, root), BLUE, blue().by(root));
  }

  @Test
  void expiredAndNotYetValid() {
    refuses(
        blue().valid(NOW.minus(Duration.ofDays(9)), NOW.minusSeconds(1)).by(root),
        "blue expired at 2026-06-01T11:59:59Z");
    refuses(
        blue().valid(NOW.plusSeconds(60), NOW.plus(Duration.ofDays(9))).by(root),
        "not valid before 2026-06-01T12:01:00Z");
    Issued old =
        authority("CN=Old").valid(NOW.minus(Duration.ofDays(9)), NOW.minusSeconds(1)).selfSigned();
    refuses(trusting(old), BLUE, certificates(blue().by(old)), "CN=Old expired");
    Issued middle =
        authority("CN=M").valid(NOW.minus(Duration.ofDays(9)), NOW.minusSeconds(1)).by(root);
    refuses(trusting(root), BLUE, certificates(blue().by(middle), middle), "CN=M expired");
  }

  @Test
  void nameConstraints() {
    GeneralSubtree[] only = {
      new GeneralSubtree(new GeneralName(GeneralName.dNSName, "blue.example"))
    };
    Issued permitting =
        authority("CN=Permitting")
            .critical(Extension.nameConstraints, new NameConstraints(only, null))
            .by(root);
    Issued excluding =
        authority("CN=Excluding")
            .critical(Extension.nameConstraints, new NameConstraints(null, only))
            .by(root);
    Issued constrainedRoot =
        authority("CN=Constrained")
            .critical(Extension.nameConstraints, new NameConstraints(null, only))
            .selfSigned();

    accepts(trusting(root), BLUE, blue().by(permitting), permitting);
    Issued red = entity("CN=red").dns("red.example").by(permitting);
    refuses(
        trusting(root),
        Identity.parse("red.example"),
        certificates(red, permitting),
        "name constraints");
    refuses(
        trusting(root), BLUE, certificates(blue().by(excluding), excluding), "name constraints");
    refuses(
        trusting(constrainedRoot),
        BLUE,
        certificates(blue().by(constrainedRoot)),
        "name constraints");
    refuses(
        trusting(excluding),
        BLUE,
        certificates(blue().by(excluding)),
        "name its root in remote.ca");
  }

  @Test
  void issuersThatAreNoAuthorities() {
    Issued entity = entity("CN=Entity").usage(KeyUsage.keyCertSign).by(root);
    Issued withoutUsage = authority("CN=Usage").usage(KeyUsage.digitalSignature).by(root);

    refuses(trusting(root), BLUE, certificates(blue().by(entity), entity), "BasicConstraints");
    refuses(
        trusting(root),
        BLUE,
        certificates(blue().by(withoutUsage), withoutUsage),
        "which its KeyUsage forbids");
    refuses(trusting(entity), BLUE, certificates(blue().by(entity)), "is no authority");
  }

  @Test
  void pathLength() {
    Issued none = authority("CN=None").pathLength(0).by(root);
    Issued below = authority("CN=Below").by(none);

    accepts(trusting(root), BLUE, blue().by(none), none);
    refuses(trusting(root), BLUE, certificates(blue().by(below), below, none), "further below");
  }

  @Test
  void usageOfTheKey() {
    refuses(blue().usage(KeyUsage.keyEncipherment).by(root), "without digitalSignature");
    accepts(trusting(root), BLUE, blue().usage(KeyUsage.nonRepudiation).by(root));
    refuses(blue().purposes(KeyPurposeId.id_kp_serverAuth).by(root), "without id-kp-ipsecIKE");
    accepts(trusting(root), BLUE, blue().purposes(KeyPurposeId.id_kp_ipsecIKE).by(root));
    accepts(
        trusting(root),
        BLUE,
        blue().purposes(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.anyExtendedKeyUsage).by(root));
  }

  @Test
  void weakKeysAndHashes() {
    refuses(blue().key("RSA-1024").by(root), "RSA key of 1024 bits");
    Issued rsa = authority("CN=RSA").key("RSA-2048").selfSigned();
    refuses(
        trusting(rsa), BLUE, certificates(blue().signedBy("SHA1withRSA").by(rsa)), "SHA1withRSA");
  }

  @Test
  void criticalExtensionThatNobodyKnows() {
    refuses(
        blue().critical(new ASN1ObjectIdentifier("1.2.3.4"), DERNull.INSTANCE).by(root),
        "critical extension");
    accepts(
        trusting(root),
        BLUE,
        blue().extension(new ASN1ObjectIdentifier("1.2.3.4"), DERNull.INSTANCE).by(root));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "blue.example",
        "BLUE.Example",
        "ops@blue.example",
        "192.0.2.2",
        "2001:db8::2",
        "C=CH, O=Yett, CN=blue",
        "C=ch, O=yett, CN=Blue"
      })
  void identitiesOfTheCertificate(String identity) {
    Issued blue =
        blue().mail("ops@blue.example").address("192.0.2.2").address("2001:db8::2").by(root);

    accepts(trusting(root), Identity.parse(identity), blue);
  }

  @Test
  void identityIsAHashOfTheKey() {
    Issued blue = blue().by(root);
    byte[] hash = Certificates.keyHash(blue.certificate().getPublicKey());

    accepts(trusting(root), new Identity(Identity.ID_KEY_ID, hash), blue);
    hash[0]++;
    refuses(
        trusting(root), new Identity(Identity.ID_KEY_ID, hash), certificates(blue), "is of C=CH");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "red.example",
        "www.blue.example",
        "ops@blue.example",
        "192.0.2.3",
        "CN=blue",
        "O=Yett, C=CH, CN=blue",
        "C=CH, O=Yett, CN=blue, CN=blue",
        "key-id:blue.example"
      })
  void identitiesNotOfTheCertificate(String identity) {
    Issued blue = blue().address("192.0.2.2").by(root);

    refuses(
        trusting(root),
        Identity.parse(identity),
        certificates(blue),
        "its certificate is of C=CH,O=Yett,CN=blue, blue.example, 192.0.2.2");
  }

  @Test
  void wildcardsOfCertificatesMeanNothing() {
    Issued wild = entity("CN=*").dns("*.example").mail("*@example").by(root);

    refuses(trusting(root), BLUE, certificates(wild), "its certificate is of");
    refuses(trusting(root), Identity.parse("CN=blue"), certificates(wild), "certificate is of");
    refuses(trusting(root), Identity.parse("a@example"), certificates(wild), "certificate is of");
  }

  @Test
  void certificateThatIsConfigured() {
    Issued blue = blue().selfSigned();
    RemoteAuth pinned =
        new RemoteAuth(
            AuthKind.CERTIFICATE, List.of(), certificates(blue), SignatureScheme.DEFAULT);

    accepts(pinned, BLUE, blue);
    accepts(pinned, BLUE);
    refuses(pinned, BLUE, certificates(blue().by(root)), "not one of remote.certs");
    refuses(pinned, Identity.parse("red.example"), certificates(blue), "its certificate is of");
    refuses(trusting(root), BLUE, List.of(), "sends no certificate");
  }

  /** A peer that sends many authorities of one name must not keep us busy. */
  @Test
  void manyPathsAreNotAllTried() {
    List<X509Certificate> sent = new ArrayList<>();
    Issued last = authority("CN=Loop").keyName("0").by(root);
    sent.add(blue().by(last).certificate());
    for (int i = 1; i < CertificateLimits.MAX_CERTIFICATES; i++) {
      sent.add(authority("CN=Loop").keyName("" + i).by(last).certificate());
    }
    long begin = System.nanoTime();
    refuses(trusting(root), BLUE, sent, "no path");
    assertThat(System.nanoTime() - begin).isLessThan(2_000_000_000L);
  }

  private static IkeMessage message(List<? extends Payload> payloads) {
    return new IkeMessage(
        new IkeHeader(1, 2, ExchangeType.IKE_AUTH, true, false, 1), List.copyOf(payloads));
  }

  @Test
  void certPayloadsAreBounded() throws Exception {
    byte[] der = blue().by(root).certificate().getEncoded();
    List<CertPayload> many = new ArrayList<>();
    for (int i = 0; i < CertificateLimits.MAX_CERTIFICATES; i++) {
      many.add(new CertPayload(4, blue().by(root).certificate().getEncoded()));
    }
    assertThat(PeerCertificates.of(message(many))).hasSize(CertificateLimits.MAX_CERTIFICATES);
    many.add(new CertPayload(4, der));
    assertThatThrownBy(() -> PeerCertificates.of(message(many))).hasMessageContaining("more than");
    assertThat(PeerCertificates.of(message(List.of(new CertPayload(12, new byte[30]))))).isEmpty();
    assertThatThrownBy(() -> PeerCertificates.of(message(List.of(new CertPayload(4, new byte[0])))))
        .hasMessageContaining("cannot be read");
    byte[] large = new byte[CertificateLimits.MAX_OCTETS + 1];
    large[0] = 0x30;
    assertThat(Certificates.read(large)).isEmpty();
  }

  /** Damaged certificates give an empty answer or a certificate, never an exception. */
  @Test
  void readingIsTotal() throws Exception {
    byte[] good = blue().mail("a@b").address("192.0.2.2").by(root).certificate().getEncoded();
    Random random = new Random(1);
    for (int i = 0; i < 3000; i++) {
      byte[] damaged = good.clone();
      for (int j = random.nextInt(3); j >= 0; j--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      Certificates.read(damaged).ifPresent(PeerCertificatesTest::lookAt);
    }
    byte[] longer = java.util.Arrays.copyOf(good, good.length + 1);
    assertThat(Certificates.read(longer)).as("octets after it").isEmpty();
  }

  private static void lookAt(X509Certificate certificate) {
    CertificateIdentities.of(certificate);
    try {
      PeerCertificates.trust(
          List.of(certificate),
          BLUE,
          trusting(authority("C=CH, O=Yett, CN=Root").selfSigned()),
          NOW);
    } catch (CertificateRefusedException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }
}

package io.yett.ike.certificate;

import static io.yett.ike.certificate.TestPki.NOW;
import static io.yett.ike.certificate.TestPki.authority;
import static io.yett.ike.certificate.TestPki.entity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.yett.ike.certificate.TestPki.Issued;
import io.yett.ike.pad.RevocationPolicy;
import io.yett.ike.pad.RevocationPolicy.Mode;
import io.yett.ike.revocation.CachedRevocation;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** CRL and OCSP, from files, a real HTTP server on loopback, and along with the peer's message. */
@Timeout(60)
class RevocationTest {
  @TempDir Path folder;
  private final Issued root = authority("CN=Root").selfSigned();
  private final AtomicInteger requests = new AtomicInteger();
  private Instant time = NOW;
  private final CachedRevocation source = new CachedRevocation(() -> time);
  private HttpServer server;
  private byte[] served = {};
  private long delayMillis;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          byte[] question = exchange.getRequestBody().readAllBytes();
          try {
            Thread.sleep(delayMillis);
            byte[] answer = exchange.getRequestMethod().equals("POST") ? answer(question) : served;
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            exchange.close();
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** The responder signs what was {@link #served}, if the question is a question. */
  private byte[] answer(byte[] question) throws IOException {
    assertThat(new OCSPReq(question).getRequestList()).hasSize(1);
    return served;
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/x";
  }

  private TestPki.Spec blue() {
    return entity("CN=blue").dns("blue.example");
  }

  private Issued withPoint() {
    GeneralName name = new GeneralName(GeneralName.uniformResourceIdentifier, url());
    return blue()
        .extension(
            Extension.cRLDistributionPoints,
            new CRLDistPoint(
                new DistributionPoint[] {
                  new DistributionPoint(
                      new DistributionPointName(new GeneralNames(name)), null, null)
                }))
        .by(root);
  }

  private Issued withResponder() {
    return blue()
        .extension(
            Extension.authorityInfoAccess,
            new AuthorityInformationAccess(
                AccessDescription.id_ad_ocsp,
                new GeneralName(GeneralName.uniformResourceIdentifier, url())))
        .by(root);
  }

  private static X509v2CRLBuilder list(Issued issuer, Instant from, Instant until) {
    X509v2CRLBuilder builder =
        new X509v2CRLBuilder(
            X500Name.getInstance(issuer.certificate().getSubjectX500Principal().getEncoded()),
            Date.from(from));
    builder.setNextUpdate(Date.from(until));
    return builder;
  }

  private static X509v2CRLBuilder list(Issued issuer) {
    return list(issuer, NOW.minus(Duration.ofHours(1)), NOW.plus(Duration.ofHours(1)));
  }

  private static byte[] signed(X509v2CRLBuilder builder, PrivateKey key) throws Exception {
    return builder
        .build(new JcaContentSignerBuilder(TestPki.signatureOf(key)).build(key))
        .getEncoded();
  }

  private static X509v2CRLBuilder revoking(X509v2CRLBuilder builder, Issued... revoked) {
    for (Issued each : revoked) {
      builder.addCRLEntry(
          each.certificate().getSerialNumber(),
          Date.from(NOW.minus(Duration.ofMinutes(30))),
          CRLReason.keyCompromise);
    }
    return builder;
  }

  private RevocationPolicy file(Mode mode, byte[] list) throws IOException {
    return new RevocationPolicy(
        mode, List.of(Files.write(folder.resolve("list.crl"), list).toString()));
  }

  private ThrowingCallable check(
      RevocationPolicy policy, List<byte[]> inBand, Issued... certificates) {
    List<X509Certificate> path = TestPki.certificates(certificates);
    return () -> Revocation.check(path, policy, inBand, source, time);
  }

  private void good(RevocationPolicy policy, Issued... path) {
    assertThatCode(check(policy, List.of(), path)).doesNotThrowAnyException();
  }

  private void refused(RevocationPolicy policy, String words, Issued... path) {
    assertThatThrownBy(check(policy, List.of(), path))
        .isInstanceOf(CertificateRefusedException.class)
        .hasMessageContaining(words);
  }

  private static final RevocationPolicy SOFT = new RevocationPolicy(Mode.SOFT, List.of());
  private static final RevocationPolicy HARD = new RevocationPolicy(Mode.HARD, List.of());

  @Test
  void listInAFile() throws Exception {
    Issued blue = blue().by(root);
    Issued other = entity("CN=other").by(root);
    byte[] list = signed(revoking(list(root), other), root.key());

    good(file(Mode.HARD, list), blue, root);
    refused(
        file(Mode.SOFT, list),
        "certificate CN=other was revoked at 2026-06-01T11:30:00Z (KEY_COMPROMISE)",
        other,
        root);
    good(file(Mode.OFF, list), other, root);
  }

  @Test
  void listIsReadAgainWhenItChanges() throws Exception {
    Issued blue = blue().by(root);
    RevocationPolicy policy = file(Mode.HARD, signed(list(root), root.key()));
    good(policy, blue, root);
    Path file =
        Files.write(folder.resolve("list.crl"), signed(revoking(list(root), blue), root.key()));
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(9)));
    refused(policy, "was revoked", blue, root);
  }

  @Test
  void intermediateAuthoritiesAreCheckedToo() throws Exception {
    Issued middle = authority("CN=Middle").by(root);
    Issued blue = blue().by(middle);
    Path ofRoot =
        Files.write(folder.resolve("root.crl"), signed(revoking(list(root), middle), root.key()));
    Path ofMiddle = Files.write(folder.resolve("m.crl"), signed(list(middle), middle.key()));
    List<String> files = List.of(ofRoot.toString(), ofMiddle.toString());

    refused(new RevocationPolicy(Mode.SOFT, files), "CN=Middle was revoked", blue, middle, root);
    refused(
        new RevocationPolicy(Mode.HARD, List.of(ofMiddle.toString())),
        "whether certificate CN=Middle is revoked cannot be found out",
        blue,
        middle,
        root);
  }

  @Test
  void unknownIsSoftOrHard() {
    Issued blue = blue().by(root);

    good(SOFT, blue, root);
    refused(HARD, "it names no OCSP responder and no list", blue, root);
  }

  @Test
  void listsThatSayNothing() throws Exception {
    Issued blue = blue().by(root);
    Issued impostor = authority("CN=Root").keyName("impostor").selfSigned();
    Instant past = NOW.minus(Duration.ofHours(9));
    byte[] stale = signed(list(root, past, NOW.minusSeconds(1)), root.key());
    byte[] future = signed(list(root, NOW.plusSeconds(3600), NOW.plusSeconds(7200)), root.key());
    byte[] forged = signed(list(root), impostor.key());
    X509v2CRLBuilder delta = list(root);
    delta.addExtension(Extension.deltaCRLIndicator, true, new CRLNumber(BigInteger.ONE));
    X509v2CRLBuilder authorities = list(root);
    authorities.addExtension(
        Extension.issuingDistributionPoint,
        true,
        new IssuingDistributionPoint(null, false, true, null, false, false));
    X509v2CRLBuilder users = list(root);
    users.addExtension(
        Extension.issuingDistributionPoint,
        true,
        new IssuingDistributionPoint(null, true, false, null, false, false));

    refused(file(Mode.HARD, stale), "out of date", blue, root);
    refused(file(Mode.HARD, future), "of the future", blue, root);
    refused(file(Mode.HARD, forged), "not signed by its issuer", blue, root);
    refused(file(Mode.HARD, signed(delta, root.key())), "not complete", blue, root);
    refused(file(Mode.HARD, signed(authorities, root.key())), "not complete", blue, root);
    good(file(Mode.HARD, signed(users, root.key())), blue, root);
    good(file(Mode.SOFT, stale), blue, root);
    Issued mute = authority("CN=Mute").usage(KeyUsage.keyCertSign).selfSigned();
    refused(file(Mode.HARD, signed(list(mute), mute.key())), "cRLSign", blue().by(mute), mute);
  }

  @Test
  void listByHttpIsKept() throws Exception {
    Issued blue = withPoint();
    served = signed(list(root), root.key());
    good(HARD, blue, root);
    good(HARD, blue, root);
    assertThat(requests).hasValue(1);
    served = signed(revoking(list(root), blue), root.key());
    time = NOW.plus(Duration.ofMinutes(31));
    refused(HARD, "was revoked", blue, root);
    assertThat(requests).hasValue(2);
  }

  @Test
  void serverThatIsSilentOrGone() {
    Issued blue = withPoint();
    delayMillis = 8000;
    long begin = System.nanoTime();
    good(SOFT, blue, root);
    assertThat(System.nanoTime() - begin).isLessThan(7_000_000_000L);
    refused(HARD, url() + " gives no list", blue, root);
    assertThat(requests).as("that it failed is kept").hasValue(1);
    server.stop(0);
    time = NOW.plus(Duration.ofMinutes(2));
    good(SOFT, blue, root);
  }

  @Test
  void answersAreBoundedInSize() {
    Issued blue = withPoint();
    served = new byte[CertificateLimits.MAX_CRL_OCTETS + 1];
    refused(HARD, "gives no list", blue, root);
  }

  @Test
  void onlyHttpIsFetched() throws Exception {
    Path secret = Files.write(folder.resolve("x.crl"), signed(list(root), root.key()));
    for (String address : List.of("file://" + secret, "ftp://127.0.0.1/x", "ldap:///x", "http:")) {
      GeneralName name = new GeneralName(GeneralName.uniformResourceIdentifier, address);
      Issued blue =
          blue()
              .extension(
                  Extension.cRLDistributionPoints,
                  new CRLDistPoint(
                      new DistributionPoint[] {
                        new DistributionPoint(
                            new DistributionPointName(new GeneralNames(name)), null, null)
                      }))
              .by(root);
      refused(HARD, "it names no OCSP responder and no list", blue, root);
    }
  }

  private static byte[] ocsp(
      Issued about,
      X509Certificate issuer,
      CertificateStatus status,
      Issued signer,
      Instant from,
      Instant until)
      throws Exception {
    var digests = new JcaDigestCalculatorProviderBuilder().build();
    CertificateID id =
        new CertificateID(
            digests.get(CertificateID.HASH_SHA1),
            new JcaX509CertificateHolder(issuer),
            about.certificate().getSerialNumber());
    X509CertificateHolder holder = new JcaX509CertificateHolder(signer.certificate());
    BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new RespID(holder.getSubject()));
    builder.addResponse(id, status, Date.from(from), until == null ? null : Date.from(until));
    return new OCSPRespBuilder()
        .build(
            OCSPRespBuilder.SUCCESSFUL,
            builder.build(
                new JcaContentSignerBuilder(TestPki.signatureOf(signer.key())).build(signer.key()),
                new X509CertificateHolder[] {holder},
                Date.from(from)))
        .getEncoded();
  }

  private byte[] ocsp(Issued about, CertificateStatus status, Issued signer) throws Exception {
    return ocsp(
        about, root.certificate(), status, signer, NOW.minusSeconds(60), NOW.plusSeconds(600));
  }

  private static CertificateStatus revoked() {
    return new RevokedStatus(Date.from(NOW.minusSeconds(600)), CRLReason.keyCompromise);
  }

  @Test
  void responderByHttp() throws Exception {
    Issued blue = withResponder();
    served = ocsp(blue, CertificateStatus.GOOD, root);
    good(HARD, blue, root);
    good(HARD, blue, root);
    assertThat(requests).hasValue(1);
    time = NOW.plus(Duration.ofMinutes(6));
    served = ocsp(blue, revoked(), root);
    refused(SOFT, "was revoked at 2026-06-01T11:50:00Z, says OCSP", blue, root);
  }

  @Test
  void responderThatTheIssuerAuthorized() throws Exception {
    Issued responder = entity("CN=Responder").purposes(KeyPurposeId.id_kp_OCSPSigning).by(root);
    Issued withoutPurpose = entity("CN=Entity").by(root);
    Issued ofOther =
        entity("CN=Responder")
            .keyName("other responder")
            .purposes(KeyPurposeId.id_kp_OCSPSigning)
            .by(authority("CN=Other").selfSigned());
    Issued blue = blue().by(root);

    assertThatCode(check(HARD, List.of(ocsp(blue, CertificateStatus.GOOD, responder)), blue, root))
        .doesNotThrowAnyException();
    for (Issued bad : List.of(withoutPurpose, ofOther, blue)) {
      assertThatThrownBy(check(HARD, List.of(ocsp(blue, CertificateStatus.GOOD, bad)), blue, root))
          .hasMessageContaining("not signed by the issuer, or one that it has authorized");
    }
  }

  /** What the peer sends along (RFC 4806). */
  @Test
  void inBandResponses() throws Exception {
    Issued blue = blue().by(root);
    Issued other = entity("CN=other").by(root);
    byte[] good = ocsp(blue, CertificateStatus.GOOD, root);
    assertThatCode(check(HARD, List.of(good), blue, root)).doesNotThrowAnyException();
    assertThatThrownBy(check(SOFT, List.of(ocsp(blue, revoked(), root)), blue, root))
        .hasMessageContaining("was revoked");
    assertThatThrownBy(check(HARD, List.of(good), other, root))
        .hasMessageContaining("is of another certificate");
    byte[] stale =
        ocsp(
            blue,
            root.certificate(),
            CertificateStatus.GOOD,
            root,
            NOW.minusSeconds(999),
            NOW.minusSeconds(9));
    assertThatThrownBy(check(HARD, List.of(stale), blue, root)).hasMessageContaining("out of date");
    assertThatThrownBy(check(HARD, List.of(new byte[] {1, 2, 3}), blue, root))
        .hasMessageContaining("cannot be read");
  }

  @Test
  void readingIsTotal() throws Exception {
    Issued blue = blue().by(root);
    byte[] response = ocsp(blue, CertificateStatus.GOOD, root);
    byte[] list = signed(revoking(list(root), blue), root.key());
    Random random = new Random(2);
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = (i % 2 == 0 ? response : list).clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      if (i % 2 == 0) {
        assertThat(Ocsp.status(damaged, blue.certificate(), root.certificate(), NOW)).isNotNull();
      } else {
        assertThat(Crls.status(Crls.read(damaged), blue.certificate(), root.certificate(), NOW))
            .isNotNull();
      }
    }
  }
}

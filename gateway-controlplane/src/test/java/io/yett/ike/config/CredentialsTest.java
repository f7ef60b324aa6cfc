package io.yett.ike.config;

import static io.yett.ike.certificate.TestPki.authority;
import static io.yett.ike.certificate.TestPki.entity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yett.dataplane.config.ConfigException;
import io.yett.dataplane.config.ConfigLoader;
import io.yett.dataplane.config.LoadedConfig;
import io.yett.dataplane.config.SecretCheck;
import io.yett.ike.certificate.TestPki.Issued;
import io.yett.ike.crypto.SignatureScheme;
import io.yett.ike.pad.AuthKind;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.Identity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates and private keys from files, by the configuration. */
class CredentialsTest {
  @TempDir private Path folder;
  private final Issued root = authority("C=CH, O=Yett, CN=Root").selfSigned();

  private static final String TEXT =
      """
      version: 1
      dataplane:
        ports:
          - {name: red, device: net_null0, addresses: [10.1.0.1/24]}
          - {name: black, device: net_null1, addresses: [192.0.2.1/24]}
      connections:
        - name: blue
          local: {address: 192.0.2.1, LOCAL}
          remote: {address: 192.0.2.2, REMOTE}
          children:
            - {name: net, local: [10.1.0.0/24], remote: [10.2.0.0/24]}
      """;
  private static final String LOCAL = "auth: cert, certs: [red.pem], key-file: red.key";
  private static final String REMOTE = "auth: cert, ca: [ca.pem], id: blue.example";

  @BeforeEach
  void files() throws Exception {
    pem("ca.pem", root.certificate());
    credential("red", entity("C=CH, O=Yett, CN=red").dns("red.example").by(root));
  }

  private Path file(String name, byte[] octets) throws IOException {
    Path file = Files.write(folder.resolve(name), octets);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private void pem(String name, Object... objects) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (Object object : objects) {
        writer.writeObject(object);
      }
    }
    file(name, text.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  private void credential(String name, Issued issued) throws IOException {
    pem(name + ".pem", issued.certificate());
    pem(name + ".key", new PemObject("PRIVATE KEY", issued.key().getEncoded()));
  }

  private Connection load(String local, String remote) throws IOException {
    String text = TEXT.replace("LOCAL", local).replace("REMOTE", remote);
    Path file = file("yett.yaml", text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    LoadedConfig loaded = ConfigLoader.check(file, SecretCheck.CONTROLPLANE);
    return EngineConfig.connections(loaded.orThrow()).getFirst();
  }

  private void refuses(String local, String remote, String... words) {
    assertThatThrownBy(() -> load(local, remote))
        .isInstanceOf(ConfigException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA-2048", "P-256", "P-384", "P-521", "Ed25519", "Ed448"})
  void keysOfEveryKind(String kind) throws Exception {
    Issued red = entity("C=CH, O=Yett, CN=red").key(kind).dns("red.example").by(root);
    credential("red", red);

    Connection blue = load(LOCAL + ", id: red.example", REMOTE);

    assertThat(blue.options().local().kind()).isEqualTo(AuthKind.CERTIFICATE);
    assertThat(blue.options().local().chain()).containsExactly(red.certificate());
    assertThat(blue.options().local().signatures()).isEqualTo(SignatureScheme.DEFAULT);
    assertThat(blue.options().remote().authorities()).containsExactly(root.certificate());
    assertThat(blue.localId()).isEqualTo(Identity.parse("red.example"));
    assertThat(blue.psk()).isNull();
  }

  @Test
  void identityIsTheSubjectUnlessAnotherIsNamed() throws Exception {
    assertThat(load(LOCAL, REMOTE).localId()).hasToString("C=CH,O=Yett,CN=red");
    assertThat(load(LOCAL + ", id: \"C=ch, O=yett, CN=RED\"", REMOTE).localId())
        .hasToString("C=CH,O=Yett,CN=red");
    refuses(
        LOCAL + ", id: green.example",
        REMOTE,
        "local.id: our certificate is not of green.example; it is of",
        "red.example");
  }

  @Test
  void chainsInOneFileAndInSeveralAndInDer() throws Exception {
    Issued middle = authority("CN=Middle").by(root);
    Issued red = entity("CN=red").by(middle);
    credential("red", red);
    pem("red.pem", red.certificate(), middle.certificate());
    assertThat(load(LOCAL, REMOTE).options().local().chain()).hasSize(2);
    file("red.pem", red.certificate().getEncoded());
    file("middle.der", middle.certificate().getEncoded());
    String several = LOCAL.replace("[red.pem]", "[red.pem, middle.der]");
    assertThat(load(several, REMOTE).options().local().chain())
        .containsExactly(red.certificate(), middle.certificate());
    file("red.key", red.key().getEncoded());
    assertThat(load(several, REMOTE).options().local().chain()).hasSize(2);
  }

  /** PKCS #1 and SEC 1, as older releases of OpenSSL write them. */
  @Test
  void olderForms() throws Exception {
    Issued rsa = entity("CN=red").key("RSA-2048").by(root);
    credential("red", rsa);
    pem("red.key", rsa.key());
    assertThat(Files.readString(folder.resolve("red.key"))).contains("BEGIN RSA PRIVATE KEY");
    assertThat(load(LOCAL, REMOTE).options().local().key()).isEqualTo(rsa.key());

    Issued ec = entity("CN=red").key("P-256").by(root);
    credential("red", ec);
    BigInteger number = ((ECPrivateKey) ec.key()).getS();
    pem(
        "red.key",
        new PemObject("EC PARAMETERS", SECObjectIdentifiers.secp256r1.getEncoded()),
        new PemObject(
            "EC PRIVATE KEY",
            new org.bouncycastle.asn1.sec.ECPrivateKey(256, number, SECObjectIdentifiers.secp256r1)
                .getEncoded()));
    assertThat(load(LOCAL, REMOTE).options().local().key()).isEqualTo(ec.key());
  }

  private void encrypted(Issued red, String password) throws Exception {
    StringWriter text = new StringWriter();
    try (Writer writer = text;
        JcaPEMWriter out = new JcaPEMWriter(writer)) {
      out.writeObject(
          new JcaPKCS8Generator(
              red.key(),
              new JceOpenSSLPKCS8EncryptorBuilder(
                      org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_aes256_CBC)
                  .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider())
                  .setPRF(
                      new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
                          org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers.id_hmacWithSHA256,
                          org.bouncycastle.asn1.DERNull.INSTANCE))
                  .setPassword(password.toCharArray())
                  .build()));
    }
    file("red.key", text.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  @Test
  void encryptedKeys() throws Exception {
    Issued red = entity("CN=red").key("P-256").by(root);
    credential("red", red);
    encrypted(red, "correct horse");
    file("password", "correct horse\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    String with = LOCAL + ", password-file: password";
    assertThat(load(with, REMOTE).options().local().key()).isEqualTo(red.key());
    refuses(LOCAL, REMOTE, "red.key: is encrypted; name a password-file");
    file("password", "wrong\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    refuses(with, REMOTE, "red.key: cannot be decrypted: the password is wrong");
  }

  @Test
  void pkcs12() throws Exception {
    Issued middle = authority("CN=Middle").by(root);
    Issued red = entity("CN=red").key("RSA-2048").by(middle);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    char[] password = "correct horse".toCharArray();
    X509Certificate[] chain = {red.certificate(), middle.certificate(), root.certificate()};
    store.setKeyEntry("red", red.key(), password, chain);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, password);
    file("red.p12", out.toByteArray());
    file("password", "correct horse".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    Connection blue = load("auth: cert, pkcs12-file: red.p12, password-file: password", REMOTE);

    assertThat(blue.options().local().chain())
        .as("without the root")
        .containsExactly(red.certificate(), middle.certificate());
    assertThat(blue.options().local().key()).isEqualTo(red.key());
    refuses("auth: cert, pkcs12-file: red.p12", REMOTE, "red.p12: cannot be opened");
    refuses(
        "auth: cert, pkcs12-file: red.p12, key-file: red.key", REMOTE, "is in the PKCS #12 file");
  }

  @Test
  void openKeyFilesAreRefusedWithTheRemedy() throws Exception {
    Files.setPosixFilePermissions(
        folder.resolve("red.key"), PosixFilePermissions.fromString("rw-r-----"));
    refuses(LOCAL, REMOTE, "group or others have access: chmod 600", "red.key");
  }

  @Test
  void mistakesAreNamed() throws Exception {
    refuses(LOCAL.replace("red.pem", "none.pem"), REMOTE, "none.pem: no such file");
    refuses(LOCAL.replace("red.key", "none.key"), REMOTE, "none.key: no such file");
    refuses(LOCAL.replace("[red.pem]", "[red.key]"), REMOTE, "red.key: holds a private key");
    refuses(LOCAL.replace("red.key", "red.pem"), REMOTE, "red.pem: holds no private key");
    refuses(
        LOCAL.replace("red.pem", "ca.pem"), REMOTE, "is not the private key of our certificate");
    refuses("auth: cert, certs: [red.pem]", REMOTE, "key-file: the private key of our");
    refuses("auth: cert, key-file: red.key", REMOTE, "certs: our certificate is missing");
    refuses("auth: cert", "auth: psk", "certs", "auth: is missing");
    refuses(LOCAL, "auth: cert", "ca: is missing: who may issue");
    refuses(LOCAL, "id: blue.example", "auth: is missing: a pre-shared key");
    refuses("certs: [red.pem]", REMOTE, "certs: is for auth: cert");
    refuses(LOCAL + ", signatures: [md5]", REMOTE, "signatures", "found 'md5'");
    file("red.pem", new byte[] {1, 2, 3});
    refuses(LOCAL, REMOTE, "red.pem: is no X.509 certificate");
  }

  @Test
  void patternsOfPeersNeedPools() throws Exception {
    assertThat(load(LOCAL, REMOTE.replace("blue.example", "\"*.example\"")).remoteId().isPattern())
        .isTrue();
    refuses(LOCAL + ", id: any", REMOTE, "local.id");
  }

  @Test
  void pinnedCertificatesAndNamedSignatures() throws Exception {
    Issued blue = entity("CN=blue").dns("blue.example").selfSigned();
    pem("blue.pem", blue.certificate());

    Connection connection =
        load(LOCAL, "auth: cert, certs: [blue.pem], id: blue.example, signatures: [rsa-sha1]");

    assertThat(connection.options().remote().certificates()).containsExactly(blue.certificate());
    assertThat(connection.options().remote().signatures())
        .containsExactly(SignatureScheme.RSA_SHA1);
  }
}

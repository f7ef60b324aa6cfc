package io.yett.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate authority of the laboratory, run by openssl: what it issues does not come of our
 * own code.
 */
public final class LabAuthority {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path folder;

  /** A certificate and its private key, both in PEM; the key in PKCS #8, 0600. */
  public record Credential(Path certificate, Path key) {}

  /**
   * What a certificate says.
   *
   * @param subject in openssl's notation, e.g. {@code /C=CH/CN=red}
   * @param kind of the key: {@code RSA-2048}, {@code P-256}, {@code ED25519} and so on
   * @param names of SubjectAltName in openssl's notation, e.g. {@code DNS:red.example}; may be
   *     empty
   * @param extensions further ones in openssl's notation
   * @param end of its validity
   */
  public record Wish(
      String subject, String kind, String names, List<String> extensions, Instant end) {

    /** Good for a day. */
    public Wish(String subject, String kind, String names) {
      this(subject, kind, names, List.of(), Instant.now().plus(Duration.ofDays(1)));
    }

    /** The same, but over at that time. */
    public Wish until(Instant newEnd) {
      return new Wish(subject, kind, names, extensions, newEnd);
    }

    /** The same with one more extension. */
    public Wish with(String extension) {
      List<String> more = new ArrayList<>(extensions);
      more.add(extension);
      return new Wish(subject, kind, names, more, end);
    }
  }

  private LabAuthority(Path folder) {
    this.folder = folder;
  }

  /** Makes a root in a folder of its own. */
  public static LabAuthority root(Path folder, String subject, String kind) {
    LabAuthority authority = prepare(folder);
    Path key = folder.resolve("ca.key");
    key(key, kind);
    List<String> words =
        new ArrayList<>(List.of("req", "-x509", "-new", "-key", key.toString(), "-days", "2"));
    words.addAll(List.of("-subj", subject, "-config", authority.config().toString()));
    words.addAll(List.of("-extensions", "authority", "-out", authority.certificate().toString()));
    openssl(words);
    return authority;
  }

  /** Makes an authority below this one in a folder of its own. */
  public LabAuthority intermediate(Path newFolder, String subject, String kind) {
    LabAuthority below = prepare(newFolder);
    Path key = newFolder.resolve("ca.key");
    key(key, kind);
    Wish wish =
        new Wish(subject, kind, "")
            .with("basicConstraints=critical,CA:TRUE")
            .with("keyUsage=critical,keyCertSign,cRLSign");
    sign(newFolder.resolve("ca"), key, wish, wish.extensions());
    return below;
  }

  private static LabAuthority prepare(Path folder) {
    LabAuthority authority = new LabAuthority(folder);
    try {
      Files.createDirectories(folder.resolve("new"));
      Files.writeString(folder.resolve("index.txt"), "");
      Files.writeString(folder.resolve("serial"), "1001\n");
      Files.writeString(folder.resolve("crlnumber"), "01\n");
      Files.writeString(authority.config(), authority.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return authority;
  }

  private String text() {
    return """
    [req]
    distinguished_name = name
    [name]
    [authority]
    basicConstraints = critical,CA:TRUE
    keyUsage = critical,keyCertSign,cRLSign
    subjectKeyIdentifier = hash
    [ca]
    default_ca = this
    [this]
    database = %1$s/index.txt
    new_certs_dir = %1$s/new
    serial = %1$s/serial
    crlnumber = %1$s/crlnumber
    certificate = %1$s/ca.pem
    private_key = %1$s/ca.key
    default_md = default
    default_crl_days = 1
    unique_subject = no
    preserve = yes
    policy = any
    [any]
    countryName = optional
    organizationName = optional
    commonName = optional
    """
        .formatted(folder);
  }

  private Path config() {
    return folder.resolve("openssl.cnf");
  }

  /** Its own certificate. */
  public Path certificate() {
    return folder.resolve("ca.pem");
  }

  /**
   * Issues a certificate for a new key.
   *
   * @param name of the files, without an ending
   */
  public Credential issue(String name, Wish wish) {
    Path key = folder.resolve(name + ".key");
    key(key, wish.kind());
    List<String> extensions = new ArrayList<>(wish.extensions());
    if (extensions.stream().noneMatch(line -> line.startsWith("keyUsage"))) {
      extensions.add("keyUsage=critical,digitalSignature");
    }
    if (!wish.names().isEmpty()) {
      extensions.add("subjectAltName=" + wish.names());
    }
    return new Credential(sign(folder.resolve(name), key, wish, extensions), key);
  }

  /** The certificate's file, named after the base. */
  private Path sign(Path base, Path key, Wish wish, List<String> extensions) {
    Path lines = Path.of(base + ".ext");
    Path request = Path.of(base + ".csr");
    Path certificate = Path.of(base + ".pem");
    try {
      Files.writeString(lines, String.join("\n", extensions) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> ask = new ArrayList<>(List.of("req", "-new", "-key", key.toString()));
    ask.addAll(List.of("-subj", wish.subject(), "-config", config().toString()));
    ask.addAll(List.of("-out", request.toString()));
    openssl(ask);
    List<String> issue = new ArrayList<>(List.of("ca", "-batch", "-notext"));
    issue.addAll(List.of("-config", config().toString(), "-extfile", lines.toString()));
    issue.addAll(List.of("-startdate", TIME.format(wish.end().minus(Duration.ofDays(30)))));
    issue.addAll(List.of("-enddate", TIME.format(wish.end()), "-in", request.toString()));
    issue.addAll(List.of("-out", certificate.toString()));
    openssl(issue);
    return certificate;
  }

  /** Revokes a certificate that it issued. */
  public void revoke(Credential credential) {
    String certificate = credential.certificate().toString();
    openssl(List.of("ca", "-config", config().toString(), "-revoke", certificate));
  }

  /** Its certificate revocation list as of now, in PEM. */
  public Path revocationList() {
    Path list = folder.resolve("ca.crl");
    openssl(List.of("ca", "-config", config().toString(), "-gencrl", "-out", list.toString()));
    return list;
  }

  private static void key(Path file, String kind) {
    List<String> words = new ArrayList<>(List.of("genpkey", "-out", file.toString()));
    if (kind.startsWith("RSA-")) {
      String bits = "rsa_keygen_bits:" + kind.substring("RSA-".length());
      words.addAll(List.of("-algorithm", "RSA", "-pkeyopt", bits));
    } else if (kind.startsWith("P-")) {
      words.addAll(List.of("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:" + kind));
    } else {
      words.addAll(List.of("-algorithm", kind));
    }
    openssl(words);
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void openssl(List<String> words) {
    List<String> all = new ArrayList<>(List.of("openssl"));
    all.addAll(words);
    Command.run(Command.LIMIT, all).orThrow();
  }
}

package io.yett.ike.certificate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates made by Bouncy Castle, good ones and bad ones. Keys of a kind are made once. */
public final class TestPki {
  /** When all that is not said to be otherwise is valid. */
  public static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private static final Map<String, KeyPair> KEYS = new HashMap<>();
  private static long serial = 1;

  private TestPki() {}

  /** A certificate with its key. */
  public record Issued(X509Certificate certificate, PrivateKey key) {}

  /** What a certificate is to say. */
  public static final class Spec {
    private final String subject;
    private String keyKind = "P-256";
    private String keyName;
    private Instant begin = NOW.minus(Duration.ofDays(1));
    private Instant end = NOW.plus(Duration.ofDays(365));
    private Integer usage;
    private KeyPurposeId[] purposes = {};
    private BasicConstraints constraints;
    private String signature;
    private final List<GeneralName> names = new ArrayList<>();
    private final Map<ASN1ObjectIdentifier, ASN1Encodable> critical = new HashMap<>();
    private final Map<ASN1ObjectIdentifier, ASN1Encodable> extensions = new HashMap<>();

    private Spec(String subject) {
      this.subject = subject;
      this.keyName = subject;
    }

    /** RSA-2048, P-256, Ed25519 and so on. */
    public Spec key(String kind) {
      keyKind = kind;
      return this;
    }

    /** A key of its own, though another certificate has the same subject. */
    public Spec keyName(String name) {
      keyName = name;
      return this;
    }

    public Spec valid(Instant from, Instant to) {
      begin = from;
      end = to;
      return this;
    }

    public Spec usage(int bits) {
      usage = bits;
      return this;
    }

    public Spec purposes(KeyPurposeId... ids) {
      purposes = ids.clone();
      return this;
    }

    public Spec notAuthority() {
      constraints = null;
      return this;
    }

    public Spec pathLength(int length) {
      constraints = new BasicConstraints(length);
      return this;
    }

    public Spec dns(String name) {
      names.add(new GeneralName(GeneralName.dNSName, name));
      return this;
    }

    public Spec mail(String name) {
      names.add(new GeneralName(GeneralName.rfc822Name, name));
      return this;
    }

    public Spec address(String address) {
      names.add(new GeneralName(GeneralName.iPAddress, address));
      return this;
    }

    public Spec signedBy(String algorithm) {
      signature = algorithm;
      return this;
    }

    public Spec critical(ASN1ObjectIdentifier id, ASN1Encodable value) {
      critical.put(id, value);
      return this;
    }

    public Spec extension(ASN1ObjectIdentifier id, ASN1Encodable value) {
      extensions.put(id, value);
      return this;
    }

    /** Changes it. */
    public Spec with(Consumer<Spec> change) {
      change.accept(this);
      return this;
    }

    /** By itself. */
    public Issued selfSigned() {
      return issue(null);
    }

    /** By an authority; null for itself. */
    public Issued by(Issued authority) {
      return issue(authority);
    }

    private Issued issue(Issued authority) {
      KeyPair pair = TestPki.key(keyKind, keyName);
      try {
        X500Name name = new X500Name(BCStyle.INSTANCE, subject);
        X500Name issuer =
            authority == null
                ? name
                : X500Name.getInstance(
                    authority.certificate().getSubjectX500Principal().getEncoded());
        X509v3CertificateBuilder builder =
            new X509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(serial++),
                Date.from(begin),
                Date.from(end),
                name,
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        if (constraints != null) {
          builder.addExtension(Extension.basicConstraints, true, constraints);
        }
        if (usage != null) {
          builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        }
        if (purposes.length > 0) {
          builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
        }
        if (!names.isEmpty()) {
          builder.addExtension(
              Extension.subjectAlternativeName,
              false,
              new GeneralNames(names.toArray(GeneralName[]::new)));
        }
        for (var extension : critical.entrySet()) {
          builder.addExtension(extension.getKey(), true, extension.getValue());
        }
        for (var extension : extensions.entrySet()) {
          builder.addExtension(extension.getKey(), false, extension.getValue());
        }
        PrivateKey signer = authority == null ? pair.getPrivate() : authority.key();
        String algorithm = signature == null ? signatureOf(signer) : signature;
        return new Issued(
            new JcaX509CertificateConverter()
                .getCertificate(
                    builder.build(new JcaContentSignerBuilder(algorithm).build(signer))),
            pair.getPrivate());
      } catch (OperatorCreationException | GeneralSecurityException | java.io.IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** An end entity with digitalSignature. */
  public static Spec entity(String subject) {
    return new Spec(subject).usage(KeyUsage.digitalSignature);
  }

  /** An authority. */
  public static Spec authority(String subject) {
    Spec spec = new Spec(subject).usage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
    spec.constraints = new BasicConstraints(true);
    return spec;
  }

  /** How a key of that kind signs certificates. */
  public static String signatureOf(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> ((java.security.interfaces.EdECKey) key).getParams().getName();
    };
  }

  /** The key pair of that name; RSA-2048, P-256, Ed25519 and so on. */
  public static synchronized KeyPair key(String kind, String name) {
    return KEYS.computeIfAbsent(kind + " " + name, absent -> generate(kind));
  }

  private static KeyPair generate(String kind) {
    try {
      KeyPairGenerator generator;
      if (kind.startsWith("RSA-")) {
        generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(Integer.parseInt(kind.substring(4)));
      } else if (kind.startsWith("P-")) {
        generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp" + kind.substring(2) + "r1"));
      } else {
        generator = KeyPairGenerator.getInstance(kind);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For those that take several. */
  public static List<X509Certificate> certificates(Issued... issued) {
    return Arrays.stream(issued).map(Issued::certificate).toList();
  }
}

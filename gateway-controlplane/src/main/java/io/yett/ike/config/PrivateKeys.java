package io.yett.ike.config;

import io.yett.dataplane.config.ConfigException;
import io.yett.dataplane.config.Secret;
import io.yett.dataplane.config.SecretSource;
import io.yett.ike.pad.LocalAuth;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Reads private keys: PKCS #8 (RFC 5958), encrypted or not, PKCS #1 and SEC 1, and PKCS #12. Octets
 * of files and of decrypted keys are wiped; the key itself is an object of the JDK, which cannot
 * be.
 */
final class PrivateKeys {
  private PrivateKeys() {}

  /**
   * The key of a file.
   *
   * @param password null if there is none
   */
  static PrivateKey read(SecretSource source, char[] password) {
    String where = source.describe();
    try (Secret file = source.readKeyFile()) {
      if (!Pem.isPem(file.octets())) {
        return ofPkcs8(file.octets(), where);
      }
      List<Pem> blocks = Pem.parse(file.octets(), where);
      try {
        for (Pem block : blocks) {
          Optional<PrivateKey> key = ofBlock(block, password, where);
          if (key.isPresent()) {
            return key.get();
          }
        }
      } finally {
        blocks.forEach(Pem::wipe);
      }
      throw new ConfigException(where + ": holds no private key (BEGIN PRIVATE KEY)");
    }
  }

  private static Optional<PrivateKey> ofBlock(Pem block, char[] password, String where) {
    if (block.encryptedOldWay()) {
      throw new ConfigException(
          where
              + ": is encrypted in OpenSSL's old way, which is weak; make it PKCS #8: openssl pkcs8"
              + " -topk8 -in "
              + where
              + " -out new.key");
    }
    return switch (block.label()) {
      case "PRIVATE KEY" -> Optional.of(ofPkcs8(block.content(), where));
      case "ENCRYPTED PRIVATE KEY" -> Optional.of(ofEncrypted(block.content(), password, where));
      case "RSA PRIVATE KEY" -> Optional.of(ofOlder(block.content(), true, where));
      case "EC PRIVATE KEY" -> Optional.of(ofOlder(block.content(), false, where));
      default -> Optional.empty(); // certificates, EC PARAMETERS
    };
  }

  private static PrivateKey ofPkcs8(byte[] der, String where) {
    try {
      ASN1ObjectIdentifier algorithm =
          PrivateKeyInfo.getInstance(der).getPrivateKeyAlgorithm().getAlgorithm();
      String name;
      if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
        name = "RSA";
      } else if (algorithm.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
        name = "RSASSA-PSS";
      } else if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
        name = "EC";
      } else if (algorithm.equals(EdECObjectIdentifiers.id_Ed25519)
          || algorithm.equals(EdECObjectIdentifiers.id_Ed448)) {
        name = "EdDSA";
      } else {
        throw new ConfigException(
            where + ": holds a key of a kind that is not served: " + algorithm);
      }
      PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
      return KeyFactory.getInstance(name).generatePrivate(spec);
    } catch (ConfigException e) {
      throw e;
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new ConfigException(where + ": is no private key in PEM or in PKCS #8 DER");
    }
  }

  private static PrivateKey ofEncrypted(byte[] der, char[] password, String where) {
    if (password == null) {
      throw new ConfigException(where + ": is encrypted; name a password-file");
    }
    byte[] clear = {};
    PBEKeySpec spec = new PBEKeySpec(password);
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
      // With PBES2 the JDK knows the whole name by the parameters alone.
      String name =
          info.getAlgParameters() == null ? info.getAlgName() : info.getAlgParameters().toString();
      SecretKeyFactory factory = SecretKeyFactory.getInstance(name);
      PKCS8EncodedKeySpec key = info.getKeySpec(factory.generateSecret(spec));
      clear = key.getEncoded();
      return ofPkcs8(clear, where);
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigException(
          where + ": cannot be decrypted: the password is wrong, or the encryption is not PBES2");
    } finally {
      spec.clearPassword();
      Arrays.fill(clear, (byte) 0);
    }
  }

  /** PKCS #1 and SEC 1, which OpenSSL wrote before PKCS #8. */
  private static PrivateKey ofOlder(byte[] der, boolean rsa, String where) {
    byte[] wrapped = {};
    try {
      AlgorithmIdentifier algorithm =
          rsa
              ? new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE)
              : new AlgorithmIdentifier(
                  X9ObjectIdentifiers.id_ecPublicKey,
                  ECPrivateKey.getInstance(der).getParametersObject());
      wrapped =
          new PrivateKeyInfo(
                  algorithm, rsa ? ASN1Primitive.fromByteArray(der) : withoutParameters(der))
              .getEncoded("DER");
      return ofPkcs8(wrapped, where);
    } catch (ConfigException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new ConfigException(where + ": is no private key");
    } finally {
      Arrays.fill(wrapped, (byte) 0);
    }
  }

  /** Version and key of a SEC 1 structure alone: its curve is named outside of it in PKCS #8. */
  private static ASN1Primitive withoutParameters(byte[] der) {
    ASN1Sequence whole = ASN1Sequence.getInstance(der);
    return new DERSequence(new ASN1Encodable[] {whole.getObjectAt(0), whole.getObjectAt(1)});
  }

  /** What a PKCS #12 file has: one key, with its certificates. */
  record Bundle(PrivateKey key, List<X509Certificate> chain) {}

  /**
   * Reads a PKCS #12 file.
   *
   * @param password null if there is none
   */
  static Bundle readPkcs12(SecretSource source, char[] password) {
    String where = source.describe();
    try (Secret file = source.readKeyFile()) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      char[] secret = password == null ? new char[0] : password;
      store.load(new ByteArrayInputStream(file.octets()), secret);
      for (String alias : Collections.list(store.aliases())) {
        Key key = store.getKey(alias, secret);
        Certificate[] chain = store.getCertificateChain(alias);
        if (key instanceof PrivateKey found && chain != null) {
          return new Bundle(found, withoutRoot(chain));
        }
      }
      throw new ConfigException(where + ": holds no private key with a certificate");
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigException(
          where + ": cannot be opened: the password is wrong, or it is no PKCS #12 file");
    }
  }

  private static List<X509Certificate> withoutRoot(Certificate[] chain) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Certificate certificate : chain) {
      X509Certificate each = (X509Certificate) certificate;
      boolean root = each.getSubjectX500Principal().equals(each.getIssuerX500Principal());
      if (certificates.isEmpty() || !root) {
        certificates.add(each);
      }
    }
    return certificates;
  }

  /** Throws if the key is not of the certificate; {@link LocalAuth} takes no other. */
  static void requirePair(PrivateKey key, X509Certificate certificate, String where) {
    if (!KeyPairs.match(key, certificate.getPublicKey())) {
      throw new ConfigException(where + ": is not the private key of our certificate");
    }
  }
}

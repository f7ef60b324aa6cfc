package io.yett.ike.config;

import io.yett.dataplane.config.ConfigException;
import io.yett.ike.certificate.CertificateLimits;
import io.yett.ike.certificate.Certificates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads files with certificates, in PEM (RFC 7468) or DER. */
final class CredentialFiles {
  /** Octets of a file: that of a large revocation list. */
  private static final int MAX_FILE_OCTETS = CertificateLimits.MAX_CRL_OCTETS;

  private CredentialFiles() {}

  /** All certificates of all files, each of which has one at least. */
  static List<X509Certificate> certificates(List<Path> files) {
    List<X509Certificate> all = new ArrayList<>();
    files.forEach(file -> all.addAll(certificates(file)));
    return all;
  }

  private static List<X509Certificate> certificates(Path file) {
    byte[] octets = read(file);
    List<byte[]> encoded = new ArrayList<>();
    if (Pem.isPem(octets)) {
      for (Pem block : Pem.parse(octets, file.toString())) {
        if (block.is("CERTIFICATE") || block.is("X509 CERTIFICATE")) {
          encoded.add(block.content());
        } else if (block.label().endsWith("PRIVATE KEY")) {
          throw new ConfigException(
              file + ": holds a private key, where certificates are expected; put it in key-file");
        }
      }
    } else {
      encoded.add(octets);
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (byte[] each : encoded) {
      certificates.add(
          Certificates.read(each)
              .orElseThrow(
                  () -> new ConfigException(file + ": is no X.509 certificate in PEM or DER")));
    }
    if (certificates.isEmpty()) {
      throw new ConfigException(file + ": holds no certificate (BEGIN CERTIFICATE)");
    }
    return certificates;
  }

  static byte[] read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] octets = in.readNBytes(MAX_FILE_OCTETS + 1);
      if (octets.length > MAX_FILE_OCTETS) {
        throw new ConfigException(file + ": longer than " + MAX_FILE_OCTETS + " octets");
      }
      return octets;
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": no such file", e);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** The octets of a password as characters, without the newline at the end; the caller wipes. */
  static char[] password(byte[] octets) {
    CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(octets));
    int end = decoded.limit();
    while (end > 0 && (decoded.get(end - 1) == '\n' || decoded.get(end - 1) == '\r')) {
      end--;
    }
    char[] password = new char[end];
    decoded.get(0, password);
    Arrays.fill(decoded.array(), '\0');
    return password;
  }
}

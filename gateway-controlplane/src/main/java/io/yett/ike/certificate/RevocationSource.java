package io.yett.ike.certificate;

import java.net.URI;
import java.security.cert.X509CRL;
import java.util.Optional;

/**
 * Fetches what tells whether certificates are revoked. Methods block, in bounded time, and give
 * what they get as it is: who asks checks signatures and times. Thread-safe.
 */
public interface RevocationSource {

  /** The list in a file that the configuration names; empty if there is none. */
  Optional<X509CRL> file(String name);

  /** The list at an address of a certificate; empty if it cannot be had, or is too large. */
  Optional<X509CRL> crl(URI address);

  /**
   * Asks an OCSP responder (RFC 6960).
   *
   * @param request in DER
   * @return the response in DER; empty if there is none
   */
  Optional<byte[]> ocsp(URI address, byte[] request);

  /** Has nothing. */
  RevocationSource NONE =
      new RevocationSource() {
        @Override
        public Optional<X509CRL> file(String name) {
          return Optional.empty();
        }

        @Override
        public Optional<X509CRL> crl(URI address) {
          return Optional.empty();
        }

        @Override
        public Optional<byte[]> ocsp(URI address, byte[] request) {
          return Optional.empty();
        }
      };
}

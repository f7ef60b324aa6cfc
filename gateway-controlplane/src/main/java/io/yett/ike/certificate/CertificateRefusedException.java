package io.yett.ike.certificate;

/** Why a certificate is not good enough, in words that an operator can act on. */
public final class CertificateRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  public CertificateRefusedException(String message) {
    super(message);
  }

  CertificateRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}

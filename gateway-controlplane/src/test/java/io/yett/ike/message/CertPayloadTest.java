package io.yett.ike.message;

import static io.yett.ike.message.PayloadTesting.decode;
import static io.yett.ike.message.PayloadTesting.truncated;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

/**
 * Certificate payloads (RFC 7296 §3.6). The octets are strongSwan's (the transcripts in test
 * resources) unless said otherwise.
 */
class CertPayloadTest {

  private static final String CERTIFICATE =
      "043082018a3082012fa0030201020214102347dc5f3c2c3937adf33a10a0aa1b5b88bc5a300a06082a"
          + "8648ce3d04030230153113301106035504030c0a4578616d706c65204341301e170d323631313231"
          + "3032303733315a170d3336313131383032303733315a30173115301306035504030c0c626c75652e"
          + "6578616d706c653059301306072a8648ce3d020106082a8648ce3d03010703420004744b61211565"
          + "868f992f130c8f4f161e7ac3be29edc0642a06e516e95fb8ee8c291e00d230f6fb7676a94327a5ec"
          + "1d5403d3f0ac3e82e7a57891c24fc6287deca35b305930170603551d110410300e820c626c75652e"
          + "6578616d706c65301d0603551d0e04160414139e2d4838a5d3c3ea92ce7841346e60fe756075301f"
          + "0603551d230418301680147c500f48aa30bc04a80f4a8e571d0cb16f282ec2300a06082a8648ce3d"
          + "040302034900304602210084136cdc145be38e481df79bfc58d7f41ec8d8d7457e21322638de2a7d"
          + "365727022100d50b6a415d77a51e158cd0ee3a6a964103d4f86cb0d9fc2bcb7732689bf01ce6";

  @Test
  void x509() throws Exception {
    CertPayload cert = decode(37, CERTIFICATE, CertPayload.class);
    assertThat(cert.encoding()).isEqualTo(CertEncoding.X509_SIGNATURE.number());
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(cert.data()));
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=blue.example");
  }

  @Test
  void truncatedAnywhere() {
    // X.509 is not this codec's to read.
    truncated(37, CERTIFICATE, length -> length >= 1);
  }
}

package io.yett.ike.message;

import static io.yett.ike.message.PayloadTesting.decode;
import static io.yett.ike.message.PayloadTesting.hex;
import static io.yett.ike.message.PayloadTesting.truncated;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Vendor ID payloads (RFC 7296 §3.12). The octets are strongSwan's (the transcripts in test
 * resources) unless said otherwise.
 */
class VendorIdPayloadTest {

  private static final String STRONGSWAN = "882fe56d6fd20dbc2251613b2ebe5beb";

  @Test
  void vendorId() {
    VendorIdPayload payload = decode(43, STRONGSWAN, VendorIdPayload.class);
    assertThat(payload.vendorId()).isEqualTo(hex(STRONGSWAN));
  }

  @Test
  void truncatedAnywhere() {
    truncated(43, STRONGSWAN, length -> true); // any octets are a vendor ID
  }
}

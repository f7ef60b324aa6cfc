package io.yett.ike.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The example of RFC 2759 §9.2, whose keys RFC 3079 §3.5.3 gives. */
class MsChapV2Test {
  private static final byte[] USER = "User".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SERVER = hex("5b5d7c7d7b3f2f3e3c2c602132262628");
  private static final byte[] PEER = hex("21402324255e262a28295f2b3a337c7e");
  private static final byte[] RESPONSE = hex("82309ecd8d708b5ea08faa3981cd83544233114a3d85d6df");

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static byte[] hash() {
    return MsChapV2.passwordHash("clientPass".toCharArray());
  }

  @Test
  void passwordHash() {
    assertThat(hash()).isEqualTo(hex("44ebba8d5312b8d611474411f56989ae"));
  }

  @Test
  void responses() {
    assertThat(MsChapV2.ntResponse(SERVER, PEER, USER, hash())).isEqualTo(RESPONSE);
    assertThat(MsChapV2.authenticatorResponse(hash(), RESPONSE, PEER, SERVER, USER))
        .isEqualTo("S=407A5589115FD0D6209F510FE9C04566932CDA56");
  }

  @Test
  void keys() {
    byte[] msk = MsChapV2.masterSessionKey(hash(), RESPONSE);

    assertThat(msk).hasSize(64);
    assertThat(Arrays.copyOfRange(msk, 16, 32))
        .as("the server's send key")
        .isEqualTo(hex("8b7cdc149b993a1ba118cb153f56dccb"));
    assertThat(Arrays.copyOfRange(msk, 32, 64)).containsOnly(0);
  }
}

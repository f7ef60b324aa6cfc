package io.yett.ike.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.message.IkeLimits;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Stateless cookies (RFC 7296 §2.6). */
class CookiesTest {
  private static final byte[] NONCE = new byte[32];
  private static final long SPI = 0x0123_4567_89ab_cdefL;

  private final Cookies cookies = new Cookies(new SecureRandom());
  private final InetAddress address = address("192.0.2.1");

  private static InetAddress address(String text) {
    return InetAddress.ofLiteral(text);
  }

  @Test
  void goodForItsInitiatorOnly() {
    byte[] cookie = cookies.make(NONCE, address, SPI);
    assertThat(cookie).hasSize(33).hasSizeLessThanOrEqualTo(IkeLimits.MAX_COOKIE_OCTETS);
    assertThat(cookies.verify(cookie, NONCE, address, SPI)).isTrue();
    byte[] otherNonce = new byte[32];
    otherNonce[31] = 1;
    assertThat(cookies.verify(cookie, otherNonce, address, SPI)).isFalse();
    assertThat(cookies.verify(cookie, NONCE, address("192.0.2.2"), SPI)).isFalse();
    assertThat(cookies.verify(cookie, NONCE, address, SPI + 1)).isFalse();
    assertThat(new Cookies(new SecureRandom()).verify(cookie, NONCE, address, SPI)).isFalse();
  }

  @Test
  void goodUnderTwoSecrets() {
    byte[] cookie = cookies.make(NONCE, address, SPI);
    cookies.rotate();
    assertThat(cookies.verify(cookie, NONCE, address, SPI)).isTrue();
    assertThat(cookies.make(NONCE, address, SPI)).isNotEqualTo(cookie);
    cookies.rotate();
    assertThat(cookies.verify(cookie, NONCE, address, SPI)).isFalse();
  }

  @Test
  void notGoodAgainWhenTheVersionWraps() {
    byte[] cookie = cookies.make(NONCE, address, SPI);
    for (int i = 0; i < 256; i++) {
      cookies.rotate();
    }
    assertThat(cookies.verify(cookie, NONCE, address, SPI)).isFalse();
  }

  @Test
  void anyOctetsAreJudged() {
    byte[] cookie = cookies.make(NONCE, address, SPI);
    for (int length = 0; length < cookie.length; length++) {
      assertThat(cookies.verify(Arrays.copyOf(cookie, length), NONCE, address, SPI)).isFalse();
    }
    for (int bit = 0; bit < cookie.length * 8; bit++) {
      byte[] forged = cookie.clone();
      forged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(cookies.verify(forged, NONCE, address, SPI)).isFalse();
    }
    assertThat(cookies.verify(new byte[200], NONCE, address, SPI)).isFalse();
  }
}

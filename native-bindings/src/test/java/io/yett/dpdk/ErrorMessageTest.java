package io.yett.dpdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each failure of a running DPDK is one line that names a remedy. */
class ErrorMessageTest {
  @BeforeAll
  static void startDpdk() {
    EalFixture.start();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "net_nosuch0",
        "0000:ff:1f.7",
        "ff:1f.7",
        "net_pcap_bad,rx_pcap=/nonexistent/file.pcap",
        "net_pcap_bad,nosuch=1",
        "net_af_packet_bad,iface=nosuchiface",
        "net_af_packet_bad",
        "",
        ",",
        "net_ring_bad,nodeaction=::::",
        "a name with spaces"
      })
  void portThatCannotBeOpened(String device) {
    DpdkException e = catchThrowableOfType(DpdkException.class, () -> Port.open(device));
    assertThat(e).isNotNull();
    assertThat(e.getMessage()).contains("remedy: ").doesNotContain("\n");
    if (!device.isEmpty()) {
      assertThat(e.getMessage()).contains(device);
    }
  }

  @Test
  void cryptoDeviceIsNoPort() {
    try (CryptoDevice device = CryptoDevice.open("crypto_aesni_gcm_np")) {
      assertThat(device.driver()).isEqualTo("crypto_aesni_gcm");
      assertThatThrownBy(() -> Port.open("crypto_aesni_gcm_np"))
          .isInstanceOf(DpdkException.class)
          .hasMessageContaining("is no Ethernet port; remedy: ");
    }
  }

  @Test
  void portIsNoCryptoDevice() {
    try (Port port = Port.open(EalFixture.unique("net_ring_"))) {
      assertThatThrownBy(() -> CryptoDevice.open(port.name()))
          .isInstanceOf(DpdkException.class)
          .hasMessageContaining("is no crypto device; remedy: ");
    }
  }

  @Test
  void unknownCryptoDevice() {
    assertThatThrownBy(() -> CryptoDevice.open("crypto_nosuch0"))
        .isInstanceOf(DpdkException.class)
        .hasMessageContaining("cannot open crypto device crypto_nosuch0")
        .hasMessageContaining("remedy: ");
  }

  @Test
  void cryptoDeviceWithoutTheAlgorithm() {
    try (CryptoDevice device = CryptoDevice.open("crypto_aesni_gcm_na")) {
      device.configure(1, 64, 4);
      CryptoTransform chacha =
          new CryptoTransform(
              CryptoTransform.Aead.CHACHA20_POLY1305,
              CryptoTransform.Cipher.NONE,
              CryptoTransform.Auth.NONE,
              32,
              0,
              12,
              16,
              8);
      assertThat(device.supports(chacha)).isFalse();
      assertThatThrownBy(() -> device.createSession(chacha, true, new byte[32], null))
          .isInstanceOf(DpdkException.class)
          .hasMessage(
              "crypto device crypto_aesni_gcm_na does not offer CHACHA20_POLY1305 (key 256 bits, IV"
                  + " 12, tag 16, AAD 8 octets); remedy: set dataplane.lane.crypto to auto, or choose"
                  + " another algorithm");
      assertThatThrownBy(
              () -> device.createSession(CryptoTransform.aesGcm(17, 8), true, new byte[17], null))
          .isInstanceOf(DpdkException.class)
          .hasMessageContaining("key 136 bits");
    }
  }

  @Test
  void tooManyQueuePairs() {
    try (CryptoDevice device = CryptoDevice.open("crypto_aesni_gcm_qp")) {
      assertThatThrownBy(() -> device.configure(device.maxQueuePairs() + 1, 64, 4))
          .isInstanceOf(DpdkException.class)
          .hasMessageContaining("remedy: use fewer lanes or workers");
    }
  }

  @Test
  void noRoomForOneMoreSession() {
    try (CryptoDevice device = CryptoDevice.open("crypto_aesni_gcm_full")) {
      device.configure(1, 64, 3);
      device.start();
      long[] sessions = new long[3];
      for (int i = 0; i < 3; i++) {
        sessions[i] = create(device);
      }
      assertThatThrownBy(() -> create(device))
          .isInstanceOf(DpdkException.class)
          .hasMessageContaining("at most 3 sessions fit");
      device.destroySession(sessions[1]);
      sessions[1] = create(device);
      for (long session : sessions) {
        device.destroySession(session);
      }
    }
  }

  private static long create(CryptoDevice device) {
    return device.createSession(CryptoTransform.aesGcm(16, 8), true, new byte[16], null);
  }

  @Test
  void poolThatDoesNotFitMemory() {
    assertThatThrownBy(() -> Mempool.create(EalFixture.unique("huge"), 4_000_000, 0, 2048))
        .isInstanceOf(DpdkException.class)
        .hasMessageContaining("remedy: raise dataplane.eal.memory above ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void secondStartInOneProcess() {
    assertThatThrownBy(() -> Eal.init(EalArguments.of(EalArguments.Hugepages.OFF, 64)))
        .isInstanceOf(DpdkException.class)
        .hasMessageContaining("was started before in this process; remedy: start a new process");
  }

  @Test
  void cpuThatIsNotThere() {
    assertThatThrownBy(() -> DpdkThread.pin(1000))
        .isInstanceOf(DpdkException.class)
        .hasMessageContaining("CPU 1000")
        .hasMessageContaining("remedy: name a CPU");
    assertThatThrownBy(() -> DpdkThread.pin(-1)).isInstanceOf(DpdkException.class);
    assertThat(DpdkThread.mayUse(1000)).isFalse();
  }

  @Test
  void memoryOutOfRange() {
    assertThatThrownBy(() -> EalArguments.of(EalArguments.Hugepages.AUTO, 1))
        .isInstanceOf(DpdkException.class)
        .hasMessageContaining("remedy: set dataplane.eal.memory to 32..1048576");
  }
}

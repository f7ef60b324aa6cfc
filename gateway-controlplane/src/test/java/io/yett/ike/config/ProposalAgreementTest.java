package io.yett.ike.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.config.ConfigLoader;
import io.yett.dataplane.config.SecretCheck;
import io.yett.ike.crypto.ChildProposals;
import io.yett.ike.crypto.IkeProposals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the check of the file accepts, the IKE engine accepts too, and the reverse. */
class ProposalAgreementTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aes256gcm16-prfsha384-x25519",
        "AES256GCM16-PRFSHA384-X25519",
        "aes128gcm-prfsha256-curve25519",
        "aes192gcm128-aes128gcm16-prfsha512-prfsha256-ecp521-modp4096",
        "aes128-sha256-modp2048",
        "aes256gcm16-prfsha384-x25519-ke1_mlkem768",
        "aes256gcm16-prfsha384-x25519-ke1_mlkem768-ke1_none-ke7_ecp384",
        "aes256gcm16-prfsha384-mlkem1024",
        "aes256gcm16-prfsha384-ke1_mlkem768",
        "aes256gcm16-prfsha384-x25519-ke8_mlkem768",
        "aes256gcm16-prfsha384-x25519-ke0_mlkem768",
        "aes256gcm16-prfsha384-x25519-ke1_modp1024",
        "aes256gcm16-prfsha384-x25519-mlkem",
        "aes128-aes192-sha2_256-sha2_512-modp3072",
        "aes256-sha512-prfsha384-ecp384-ecp256",
        "aes128-sha256",
        "aes128-modp2048",
        "aes128gcm16-x25519",
        "aes128gcm16-sha256-x25519",
        "aes128gcm16-sha256-prfsha256-x25519",
        "aes128-aes128gcm16-sha256-x25519",
        "aes128gcm16-prfsha256-x25519-esn",
        "sha256-x25519",
        "3des-sha256-modp2048",
        "aes128-md5-modp2048",
        "aes128-sha1-modp2048",
        "aes128-sha256-modp1024",
        "aes128-sha256-modp1536",
        "null-sha256-x25519",
        "aes128ccm16-prfsha256-x25519",
        "aes128gcm8-prfsha256-x25519",
        "aes128ctr-sha256-x25519",
        "aes128-aesxcbc-prfsha256-x25519",
        "aes128gmac-prfsha256-x25519",
        "chacha20poly1305-prfsha256-x25519",
        "chacha20poly1305-aes256gcm16-prfsha256-x25519",
        "chacha20poly1305-sha256-x25519",
        "x25519",
        "nonsense"
      })
  void ikeProposals(String proposal) throws IOException {
    assertThat(fileAccepts("    proposals: [" + proposal + "]\n"))
        .isEqualTo(accepts(() -> IkeProposals.parse(List.of(proposal))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aes256gcm16-esn",
        "aes128gcm16-noesn",
        "aes128gcm16-aes256gcm-x25519-ecp384-esn-noesn",
        "aes192gcm128",
        "aes256gcm16-modp4096",
        "aes256gcm16-x25519-ke1_mlkem512-esn",
        "aes256gcm16-ke1_mlkem512-esn",
        "aes128-sha256",
        "aes128-aes256-sha256-sha512-x25519-esn",
        "aes192-sha2_384-noesn",
        "chacha20poly1305",
        "chacha20poly1305-aes256gcm16-ecp256",
        "chacha20poly1305-sha256",
        "chacha20poly1305-aes128-sha256",
        "aes128",
        "sha256",
        "aes128-sha1",
        "aes128gcm16-sha256",
        "aes128gcm16-prfsha256",
        "aes128gcm16-modp1024",
        "esn",
        "null-sha256",
        "null",
        "null-aes128-sha",
        "aes128gcm8-aes256gcm96-noesn",
        "aes128ccm16-aes192ccm12-aes256ccm64",
        "aes128ccm",
        "aes128ctr-aes256-sha1-aesxcbc-aescmac",
        "aes128ctr",
        "aes192gmac",
        "aes192gmac-sha256",
        "aes128gmac16",
        "3des-md5"
      })
  void espProposals(String proposal) throws IOException {
    assertThat(fileAccepts("        proposals: [" + proposal + "]\n"))
        .isEqualTo(accepts(() -> ChildProposals.parse(List.of(proposal))));
  }

  private static boolean accepts(Runnable parse) {
    try {
      parse.run();
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private boolean fileAccepts(String lines) throws IOException {
    Path file = directory.resolve("gateway.yaml");
    Files.writeString(
        file,
        """
        version: 1
        dataplane:
          ports: [{name: black, device: net_null0, addresses: [192.0.2.1/24]}]
        connections:
          - name: blue
            local: {address: 192.0.2.1}
            remote: {address: 192.0.2.2}
            auth: {psk-file: blue.psk}
            children:
              - name: net
                local: [10.1.0.0/24]
                remote: [10.2.0.0/24]
        """
            + lines);
    return ConfigLoader.check(file, SecretCheck.NONE).isUsable();
  }
}

package io.yett.dataplane.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSecretsTest {
  private static final String CONNECTION =
      """
      connections:
        - name: blue
          local: {address: 192.0.2.1}
          remote: {address: 192.0.2.2}
          auth: {AUTH}
          children:
            - {name: net, local: [10.1.0.0/24], remote: [10.2.0.0/24]}
      """;

  @TempDir Path directory;

  @Test
  void aKeyFileIsReadAsHexWithItsExactLength() throws IOException {
    Path file = ConfigFiles.write(directory, "a.key", "0x00 01\n0A ff\n", "rw-------");

    try (Secret key = SecretSource.ofFile(file).readHex(4)) {
      assertThat(key.octets()).containsExactly(0, 1, 10, 0xff);
    }
    assertThatThrownBy(() -> SecretSource.ofFile(file).readHex(20))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            file
                + ": found 8 hexadecimal digits, needs 40 (20 octets: the key, then its salt"
                + " or integrity key)");
  }

  @Test
  void aKeyFileWithOtherCharactersIsRefusedWithoutShowingThem() throws IOException {
    Path file = ConfigFiles.write(directory, "a.key", "00zz", "rw-------");

    assertThatThrownBy(() -> SecretSource.ofFile(file).readHex(2))
        .hasMessage(file + ": octet 3 is not a hexadecimal digit");
  }

  @Test
  void aSecretFileThatOthersReadIsRefused() throws IOException {
    Path file = ConfigFiles.write(directory, "a.psk", "secret", "rw-r-----");

    assertThatThrownBy(() -> SecretSource.ofFile(file).readPsk())
        .hasMessage(file + ": holds a secret but group or others have access: chmod 600 " + file);
  }

  @Test
  void aMissingSecretFileIsNamed() {
    Path file = directory.resolve("none.psk");

    assertThatThrownBy(() -> SecretSource.ofFile(file).readPsk())
        .hasMessage(file + ": no such file");
  }

  @Test
  void aPskIsTextWithoutItsNewlineOrHexAfter0x() throws IOException {
    Path text = ConfigFiles.write(directory, "t.psk", "pass phrase\r\n", "rw-------");
    Path hex = ConfigFiles.write(directory, "h.psk", "0x70617373\n", "rw-------");

    assertThat(SecretSource.ofFile(text).readPsk().octets())
        .isEqualTo("pass phrase".getBytes(StandardCharsets.US_ASCII));
    assertThat(SecretSource.ofFile(hex).readPsk().octets())
        .isEqualTo("pass".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void aSecretInPlaceNeedsAFileOfMode0600() throws IOException {
    String text =
        ConfigFiles.MINIMAL + CONNECTION.replace("AUTH", "psk: \"twenty octets long ok\"");
    Path open = ConfigFiles.write(directory, "open.yaml", text, "rw-r--r--");
    Path closed = ConfigFiles.write(directory, "closed.yaml", text, "rw-------");

    assertThat(ConfigLoader.check(open, SecretCheck.ALL).problems().getFirst().text())
        .isEqualTo(
            "a secret in place needs a file of mode 0600: chmod 600 " + open + ", or use psk-file");
    assertThat(ConfigLoader.load(closed, SecretCheck.ALL).connections().getFirst().remote().id())
        .isEqualTo("192.0.2.2");
  }

  @Test
  void aRelativeSecretFileIsBesideTheConfigurationAndOpenedByItsPlaneOnly() throws IOException {
    String text = ConfigFiles.MINIMAL + CONNECTION.replace("AUTH", "psk-file: blue.psk");
    Path file = ConfigFiles.write(directory, text);

    assertThat(ConfigLoader.check(file, SecretCheck.DATAPLANE).lines()).isEmpty();
    assertThat(ConfigLoader.check(file, SecretCheck.CONTROLPLANE).problems().getFirst().text())
        .isEqualTo(directory.resolve("blue.psk") + ": no such file");
    ConfigFiles.write(directory, "blue.psk", "a key of twenty octet", "rw-------");
    assertThat(ConfigLoader.check(file, SecretCheck.ALL).lines()).isEmpty();
  }

  @Test
  void secretsAreWipedAndNeverPrinted() {
    byte[] octets = HexFormat.of().parseHex("736563726574");
    Secret secret = Secret.owning(octets);
    SecretSource source = SecretSource.ofText(secret);

    assertThat(secret).hasToString("Secret[6 octets]");
    assertThat(source.toString()).doesNotContain("secret\"").doesNotContain("736563");
    assertThat(source).hasToString("SecretSource[the value in place]");
    source.wipe();
    assertThat(octets).containsOnly(0);
  }
}

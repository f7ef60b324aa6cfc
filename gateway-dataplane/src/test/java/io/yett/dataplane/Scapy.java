package io.yett.dataplane;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/** A running esp_oracle.py. */
final class Scapy implements AutoCloseable {
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private final Path script;
  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;

  Scapy() throws IOException {
    script = Files.createTempFile("esp_oracle", ".py");
    try (InputStream in = Scapy.class.getResourceAsStream("esp_oracle.py")) {
      Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
    }
    process =
        new ProcessBuilder(PYTHON.toString(), script.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    requests = process.outputWriter(StandardCharsets.US_ASCII);
    answers = process.inputReader(StandardCharsets.US_ASCII);
  }

  /** Whether this machine has scapy. */
  static boolean isThere() {
    try {
      Process check =
          new ProcessBuilder(PYTHON.toString(), "-c", "import scapy.layers.ipsec")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return check.waitFor(60, TimeUnit.SECONDS) && check.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** An outer packet around the inner one. */
  byte[] seal(
      String suite,
      byte[] key,
      int spi,
      long sequence,
      boolean esn,
      boolean udp,
      String source,
      String destination,
      byte[] inner) {
    return ask(
        "seal "
            + parameters(suite, key, spi, sequence, esn, udp)
            + " "
            + source
            + " "
            + destination
            + " "
            + HexFormat.of().formatHex(inner));
  }

  /** The inner packet of an outer one. */
  byte[] open(
      String suite, byte[] key, int spi, long sequence, boolean esn, boolean udp, byte[] outer) {
    return ask(
        "open "
            + parameters(suite, key, spi, sequence, esn, udp)
            + " "
            + HexFormat.of().formatHex(outer));
  }

  /** A packet in transport mode. */
  byte[] sealTransport(
      String suite, byte[] key, int spi, long sequence, boolean esn, boolean udp, byte[] packet) {
    return ask(
        "tseal "
            + parameters(suite, key, spi, sequence, esn, udp)
            + " "
            + HexFormat.of().formatHex(packet));
  }

  /** The packet that one in transport mode was. */
  byte[] openTransport(
      String suite, byte[] key, int spi, long sequence, boolean esn, boolean udp, byte[] packet) {
    return ask(
        "topen "
            + parameters(suite, key, spi, sequence, esn, udp)
            + " "
            + HexFormat.of().formatHex(packet));
  }

  /** AH of a packet, in a tunnel from {@code source}, or in transport mode if that is null. */
  byte[] sealAh(
      String suite,
      byte[] key,
      int spi,
      long sequence,
      boolean esn,
      String source,
      String destination,
      byte[] packet) {
    return ask(
        "ahseal "
            + parameters(suite, key, spi, sequence, esn)
            + (source == null ? " - - " : " " + source + " " + destination + " ")
            + HexFormat.of().formatHex(packet));
  }

  /** The packet that one with AH was. */
  byte[] openAh(
      String suite,
      byte[] key,
      int spi,
      long sequence,
      boolean esn,
      boolean tunnel,
      byte[] packet) {
    return ask(
        "ahopen "
            + parameters(suite, key, spi, sequence, esn)
            + (tunnel ? " 1 " : " 0 ")
            + HexFormat.of().formatHex(packet));
  }

  private static String parameters(
      String suite, byte[] key, int spi, long sequence, boolean esn, boolean udp) {
    return parameters(suite, key, spi, sequence, esn) + (udp ? " 1" : " 0");
  }

  private static String parameters(String suite, byte[] key, int spi, long sequence, boolean esn) {
    return suite
        + " "
        + HexFormat.of().formatHex(key)
        + " "
        + Integer.toUnsignedString(spi)
        + " "
        + Long.toUnsignedString(sequence)
        + (esn ? " 1" : " 0");
  }

  private byte[] ask(String request) {
    try {
      requests.write(request);
      requests.newLine();
      requests.flush();
      String answer = answers.readLine();
      if (answer == null || answer.startsWith("error")) {
        throw new AssertionError("scapy: " + answer);
      }
      return HexFormat.of().parseHex(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    requests.close();
    process.destroy();
    Files.delete(script);
  }
}

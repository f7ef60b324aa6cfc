package io.yett.dataplane.port;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Scapy as an oracle that knows nothing of our code: it builds frames for us, and reads ours.
 * Scripts print one line for each answer.
 */
public final class Scapy {
  private static final String PYTHON = "/usr/bin/python3";
  private static final String PROLOGUE =
      """
      import sys, binascii, logging
      logging.getLogger("scapy").setLevel(logging.ERROR)
      from scapy.all import *
      conf.verb = 0
      def show(p): print(binascii.hexlify(bytes(p)).decode())
      def read(hexed): return Ether(binascii.unhexlify(hexed))
      """;

  private Scapy() {}

  /** Skips a test by name where there is no scapy. */
  public static void assumePresent() {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of(PYTHON)) && imports(),
        "no scapy: apt-get install python3-scapy");
  }

  /** Runs a script; its output's lines. */
  public static List<String> run(String script) {
    try {
      Process process =
          new ProcessBuilder(PYTHON, "-c", PROLOGUE + script).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError("scapy failed: " + output);
      }
      return output.lines().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** One frame for each expression, all in one run: a run takes a third of a second. */
  public static List<byte[]> frames(List<String> expressions) {
    StringBuilder script = new StringBuilder();
    expressions.forEach(expression -> script.append("show(").append(expression).append(")\n"));
    return frames(script.toString());
  }

  /** Frames that a script builds, one {@code show(...)} for each. */
  public static List<byte[]> frames(String script) {
    return run(script).stream().map(HexFormat.of()::parseHex).toList();
  }

  private static boolean imports() {
    try {
      Process process = new ProcessBuilder(PYTHON, "-c", "import scapy.all").start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

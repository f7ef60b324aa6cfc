package io.yett.ike.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;

/** A conversation of two strongSwans, with the secrets from their log; see the files' heads. */
public final class StrongSwanTranscript {
  /** Names of all transcripts. */
  public static final List<String> NAMES = List.of("gcm", "cbc", "eap", "fragments", "invalid-ke");

  /** The pre-shared key of all transcripts that use one. */
  public static final String PRE_SHARED_KEY = "correct horse battery staple";

  private final Properties properties = new Properties();

  /** Reads one of {@link #NAMES}. */
  public StrongSwanTranscript(String name) {
    String resource = "/io/yett/ike/strongswan/" + name + ".transcript";
    try (InputStream stream = StrongSwanTranscript.class.getResourceAsStream(resource)) {
      properties.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A secret by its key, or null. */
  public byte[] octets(String key) {
    String hex = properties.getProperty(key);
    return hex == null ? null : HexFormat.of().parseHex(hex);
  }

  /** All messages in order, from the IKE header on. */
  public List<byte[]> messages() {
    List<byte[]> messages = new ArrayList<>();
    for (int n = 1; properties.containsKey("message." + n); n++) {
      messages.add(octets("message." + n));
    }
    return messages;
  }

  /** All messages of all transcripts. */
  public static List<byte[]> allMessages() {
    return NAMES.stream()
        .flatMap(name -> new StrongSwanTranscript(name).messages().stream())
        .toList();
  }
}

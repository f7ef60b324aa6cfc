package io.yett.ike.crypto;

import io.yett.ike.message.KeyExchangeId;
import io.yett.ike.message.SequenceNumbersId;
import io.yett.ike.message.Transform;
import io.yett.ike.message.TransformType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The words of proposals as users write them, in strongSwan's manner, and their transforms. */
final class AlgorithmNames {
  private static final int[] AES_BITS = {128, 192, 256};

  private static final Map<String, Transform> KNOWN = known();

  /** Words of ESP proposals alone. */
  private static final Map<String, Transform> ESP = esp();

  private AlgorithmNames() {}

  /** The transform of a lower-case word that any proposal may have, or null. */
  static Transform of(String word) {
    return KNOWN.get(word);
  }

  /** The transform of a lower-case word in an ESP proposal, or null. */
  static Transform ofEsp(String word) {
    Transform known = KNOWN.get(word);
    return known == null ? ESP.get(word) : known;
  }

  /** The word for a transform of ours; several words may mean one, the first is given. */
  static String text(Transform transform) {
    for (Map<String, Transform> words : List.of(KNOWN, ESP)) {
      for (Map.Entry<String, Transform> entry : words.entrySet()) {
        if (entry.getValue().equals(transform)) {
          return entry.getKey();
        }
      }
    }
    return "transform " + transform.type() + "/" + transform.id();
  }

  /** All words of one kind that any proposal may have, for error messages. */
  static String all(TransformType type) {
    return String.join(
        ", ",
        KNOWN.entrySet().stream()
            .filter(entry -> entry.getValue().is(type))
            .map(Map.Entry::getKey)
            .toList());
  }

  private static Map<String, Transform> known() {
    Map<String, Transform> words = new LinkedHashMap<>();
    for (int bits : AES_BITS) {
      Transform gcm = Encryption.AES_GCM_16.transform(bits);
      words.put("aes" + bits + "gcm16", gcm);
      words.put("aes" + bits + "gcm128", gcm); // strongSwan also takes the ICV in bits
      words.put("aes" + bits + "gcm", gcm);
      words.put("aes" + bits, Encryption.AES_CBC.transform(bits));
    }
    words.put("chacha20poly1305", Encryption.CHACHA20_POLY1305.transform(256));
    for (Integrity integrity : Integrity.values()) {
      if (integrity.servesIke()) {
        words.put(SuiteNames.text(integrity), transform(integrity));
        words.put(SuiteNames.text(integrity).replace("sha", "sha2_"), transform(integrity));
      }
    }
    for (Prf prf : Prf.values()) {
      words.put(SuiteNames.text(prf), Transform.of(TransformType.PRF, prf.id().number()));
    }
    for (KeyExchangeMethod method : KeyExchangeMethod.values()) {
      words.put(method.text(), Transform.of(TransformType.KE, method.id().number()));
    }
    for (TransformType type : TransformType.values()) {
      if (type.isKeyExchange() && type != TransformType.KE) {
        String prefix = "ke" + (type.number() - TransformType.ADDKE1.number() + 1) + "_";
        for (KeyExchangeMethod method : KeyExchangeMethod.values()) {
          words.put(prefix + method.text(), Transform.of(type, method.id().number()));
        }
        words.put(prefix + "none", Transform.of(type, KeyExchangeId.NONE.number()));
      }
    }
    words.put("curve25519", words.get(KeyExchangeMethod.X25519.text()));
    words.put("esn", Transform.of(TransformType.SN, SequenceNumbersId.ESN.number()));
    words.put("noesn", Transform.of(TransformType.SN, SequenceNumbersId.NO_ESN.number()));
    return words;
  }

  private static Map<String, Transform> esp() {
    Map<String, Transform> words = new LinkedHashMap<>();
    for (Encryption encryption : Encryption.values()) {
      if (!encryption.servesIke() && encryption.aesMode() != null) {
        for (int bits : AES_BITS) {
          String name = SuiteNames.text(encryption, bits);
          words.put(name, encryption.transform(bits));
          if (encryption.aead()) { // strongSwan also takes the ICV in bits
            words.put(
                name.replaceFirst("m(8|12|16)$", "m" + 8 * encryption.icvLength()),
                encryption.transform(bits));
          }
        }
      }
    }
    words.put("null", Encryption.NULL.transform(0));
    for (Integrity integrity : Integrity.values()) {
      if (!integrity.servesIke()) {
        words.put(SuiteNames.text(integrity), transform(integrity));
      }
    }
    words.put("sha", words.get("sha1"));
    return words;
  }

  private static Transform transform(Integrity integrity) {
    return Transform.of(TransformType.INTEG, integrity.id().number());
  }
}

package io.yett.ike.crypto;

import io.yett.ike.message.KeyExchangeId;
import io.yett.ike.message.SequenceNumbersId;
import io.yett.ike.message.Transform;
import io.yett.ike.message.TransformType;
import java.util.LinkedHashMap;
import java.util.Map;

/** The words of proposals as users write them, in strongSwan's manner, and their transforms. */
final class AlgorithmNames {
  private static final int[] AES_BITS = {128, 192, 256};

  private static final Map<String, Transform> KNOWN = known();

  private AlgorithmNames() {}

  /** The transform of a lower-case word, or null. */
  static Transform of(String word) {
    return KNOWN.get(word);
  }

  /** The word for a transform of ours; several words may mean one, the first is given. */
  static String text(Transform transform) {
    for (Map.Entry<String, Transform> entry : KNOWN.entrySet()) {
      if (entry.getValue().equals(transform)) {
        return entry.getKey();
      }
    }
    return "transform " + transform.type() + "/" + transform.id();
  }

  /** All words of one kind, for error messages. */
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
      Transform transform = Transform.of(TransformType.INTEG, integrity.id().number());
      words.put(SuiteNames.text(integrity), transform);
      words.put(SuiteNames.text(integrity).replace("sha", "sha2_"), transform);
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
}

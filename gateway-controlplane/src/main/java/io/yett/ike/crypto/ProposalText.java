package io.yett.ike.crypto;

import io.yett.dataplane.sachannel.EncryptionAlgorithm;
import io.yett.ike.message.IkeLimits;
import io.yett.ike.message.ProtocolId;
import io.yett.ike.message.Transform;
import io.yett.ike.message.TransformType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads one proposal as users write it: words joined by {@code -}, several of a kind in order of
 * preference, e.g. {@code aes256gcm16-aes128gcm16-prfsha384-x25519-ecp384}.
 */
final class ProposalText {
  private static final int FIRST_ADDITIONAL = TransformType.ADDKE1.number();

  private final ProtocolId protocol;
  private final String text;
  private final Map<TransformType, List<Transform>> found = new EnumMap<>(TransformType.class);

  private ProposalText(ProtocolId protocol, String text) {
    this.protocol = protocol;
    this.text = text;
  }

  /** Reads all texts, or the defaults if there are none. */
  static List<TransformSpec> parse(ProtocolId protocol, List<String> texts, List<String> defaults) {
    if (texts.size() > IkeLimits.MAX_PROPOSALS) {
      throw new IllegalArgumentException(
          texts.size() + " proposals; at most " + IkeLimits.MAX_PROPOSALS + " are allowed");
    }
    return (texts.isEmpty() ? defaults : texts)
        .stream().map(text -> new ProposalText(protocol, text).parse()).toList();
  }

  private TransformSpec parse() {
    for (String word : text.trim().toLowerCase(Locale.ROOT).split("-", -1)) {
      Transform transform = transform(word);
      TransformType type = TransformType.of(transform.type()).orElseThrow();
      List<Transform> sameType = found.computeIfAbsent(type, _ -> new ArrayList<>());
      if (!sameType.contains(transform)) {
        sameType.add(transform);
      }
    }
    checkEncryption();
    checkAdditional();
    if (protocol == ProtocolId.IKE) {
      completeIke();
    } else {
      completeEsp();
    }
    return new TransformSpec(found);
  }

  private Transform transform(String word) {
    Transform transform =
        protocol == ProtocolId.IKE ? AlgorithmNames.of(word) : AlgorithmNames.ofEsp(word);
    if (transform != null) {
      return transform;
    }
    String weak = WeakAlgorithms.reason(word);
    throw failure(
        weak != null
            ? word + " is refused: " + weak
            : "unknown algorithm \"" + word + "\"; known are " + known());
  }

  private String known() {
    boolean ike = protocol == ProtocolId.IKE;
    return AlgorithmNames.all(TransformType.ENCR)
        + ", "
        + AlgorithmNames.all(TransformType.INTEG)
        + (ike ? ", " + AlgorithmNames.all(TransformType.PRF) : "")
        + ", "
        + AlgorithmNames.all(TransformType.KE)
        + ", ke1_mlkem768 and the like (ke1_ to ke7_) for additional key exchanges"
        + (ike
            ? ""
            : ", " + AlgorithmNames.all(TransformType.SN) + ", and those of docs/configuration.md");
  }

  /** AEAD and integrity go apart (RFC 7296 §3.3). */
  private void checkEncryption() {
    List<Transform> ciphers = of(TransformType.ENCR);
    if (ciphers.isEmpty()) {
      throw failure("it has no encryption; add e.g. aes256gcm16");
    }
    long aead = ciphers.stream().filter(ProposalText::isAead).count();
    if (aead != 0 && aead != ciphers.size()) {
      throw failure(
          AlgorithmNames.text(first(ciphers, false))
              + " cannot share a proposal with "
              + AlgorithmNames.text(first(ciphers, true))
              + ", which has its own integrity; write two");
    }
    boolean integrity = !of(TransformType.INTEG).isEmpty();
    if (aead != 0 && integrity) {
      String word = AlgorithmNames.text(of(TransformType.INTEG).get(0));
      throw failure(
          AlgorithmNames.text(ciphers.get(0))
              + " has its own integrity; "
              + (protocol == ProtocolId.IKE ? "write prf" + word + " for the PRF" : "leave it out")
              + ", found "
              + word);
    }
    if (aead == 0 && !integrity) {
      throw failure(
          AlgorithmNames.text(ciphers.get(0)) + " needs an integrity algorithm; add e.g. sha256");
    }
  }

  /** Additional key exchanges go with a first one (RFC 9370 §2.2.1). */
  private void checkAdditional() {
    boolean additional = found.keySet().stream().anyMatch(t -> t.number() >= FIRST_ADDITIONAL);
    if (additional && of(TransformType.KE).isEmpty()) {
      throw failure("it has an additional key exchange and no first one; add e.g. x25519");
    }
  }

  private void completeIke() {
    if (!of(TransformType.SN).isEmpty()) {
      throw failure("esn and noesn are for ESP; leave them out");
    }
    if (of(TransformType.PRF).isEmpty()) {
      if (of(TransformType.INTEG).isEmpty()) {
        throw failure("it has no PRF; add e.g. prfsha256");
      }
      found.put(TransformType.PRF, of(TransformType.INTEG).stream().map(this::prfOf).toList());
    }
    if (of(TransformType.KE).isEmpty()) {
      throw failure("it has no key exchange; add e.g. x25519");
    }
  }

  /** The PRF of the same hash, as strongSwan infers it too. */
  private Transform prfOf(Transform integrity) {
    return AlgorithmNames.of("prf" + AlgorithmNames.text(integrity));
  }

  private void completeEsp() {
    if (!of(TransformType.PRF).isEmpty()) {
      throw failure("a PRF is for IKE; leave it out");
    }
    for (Transform cipher : of(TransformType.ENCR)) {
      if (Arrays.stream(EncryptionAlgorithm.values())
          .noneMatch(served -> served.transformId() == cipher.id())) {
        throw failure(
            AlgorithmNames.text(cipher)
                + " is not served by the data plane; use aes256gcm16 or aes128gcm16");
      }
    }
    if (of(TransformType.SN).isEmpty()) {
      // Both, and ours first: a peer that cannot do ESN takes the other.
      found.put(TransformType.SN, List.of(AlgorithmNames.of("esn"), AlgorithmNames.of("noesn")));
    }
  }

  private List<Transform> of(TransformType type) {
    return found.getOrDefault(type, List.of());
  }

  private static Transform first(List<Transform> ciphers, boolean aead) {
    return ciphers.stream().filter(cipher -> isAead(cipher) == aead).findFirst().orElseThrow();
  }

  private static boolean isAead(Transform cipher) {
    return Encryption.of(cipher.id()).aead();
  }

  private IllegalArgumentException failure(String why) {
    return new IllegalArgumentException("proposal \"" + text + "\": " + why);
  }
}

package io.yett.ike.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.message.AuthMethod;
import io.yett.ike.message.AuthPayload;
import io.yett.ike.message.DecodeResult;
import io.yett.ike.message.DecodeResult.Decoded;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IdPayload;
import io.yett.ike.message.IkeDecoder;
import io.yett.ike.message.IkeHeader;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.MessageFragment;
import io.yett.ike.message.NoncePayload;
import io.yett.ike.message.OpenedMessage;
import io.yett.ike.message.Proposal;
import io.yett.ike.message.ProtectedMessage;
import io.yett.ike.message.ProtectedMessage.Opening;
import io.yett.ike.message.ProtocolId;
import io.yett.ike.message.SaPayload;
import io.yett.ike.message.StrongSwanTranscript;
import io.yett.ike.sa.Reassembly;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows a conversation of two strongSwans: derives each key from the shared secrets alone, holds
 * it against strongSwan's log, and opens every message.
 */
final class TranscriptWalk {
  private final StrongSwanTranscript transcript;
  private final IkeProposals proposals;
  private final ChildSuite childSuite;
  private final ChildSuite rekeyedChildSuite;

  /** Both ends of each IKE SA by the initiator's SPI. */
  private final Map<Long, Ends> sas = new HashMap<>();

  private final List<IkeMessage> opened = new ArrayList<>();
  private byte[] initRequest;
  private byte[] initResponse;
  private IkeMessage request;
  private byte[] initNonceI;
  private byte[] initNonceR;
  private final Reassembly fragments = new Reassembly();
  private int ikeSas;
  private int childSas;
  private int auths;

  private record Ends(IkeKeys initiator, IkeKeys responder) {}

  TranscriptWalk(
      String name, String ike, ChildSuite childSuite, KeyExchangeMethod childKeyExchange) {
    this.transcript = new StrongSwanTranscript(name);
    this.proposals = IkeProposals.parse(List.of(ike));
    this.childSuite = childSuite;
    this.rekeyedChildSuite =
        new ChildSuite(
            childSuite.encryption(),
            childSuite.keyBits(),
            childSuite.integrity(),
            childKeyExchange,
            childSuite.esn());
  }

  /** All messages, opened. */
  List<IkeMessage> walk() throws Exception {
    for (byte[] datagram : transcript.messages()) {
      IkeMessage message = open(datagram);
      if (message == null) {
        continue; // a fragment that is not the last
      }
      opened.add(message);
      if (!message.header().response()) {
        request = message;
      }
      switch (message.header().exchangeType()) {
        case IKE_SA_INIT -> init(datagram, message);
        case IKE_AUTH -> auth(message);
        case CREATE_CHILD_SA -> createChildSa(message);
        default -> {}
      }
    }
    return opened;
  }

  int ikeSas() {
    return ikeSas;
  }

  int childSas() {
    return childSas;
  }

  int auths() {
    return auths;
  }

  private IkeMessage open(byte[] datagram) throws Exception {
    IkeMessage outer = decoded(IkeDecoder.decode(datagram));
    IkeHeader header = outer.header();
    if (header.exchangeType() == ExchangeType.IKE_SA_INIT) {
      return outer;
    }
    Ends ends = sas.get(header.initiatorSpi());
    SkCipher cipher = (header.fromInitiator() ? ends.responder : ends.initiator).cipher();
    return switch (ProtectedMessage.open(datagram, outer, cipher)) {
      case Opening.Whole(OpenedMessage message) -> decoded(message.decode());
      case Opening.Part(MessageFragment fragment) -> {
        Reassembly.Verdict verdict = fragments.add(fragment, 65_000);
        assertThat(verdict).isIn(Reassembly.Verdict.KEPT, Reassembly.Verdict.COMPLETE);
        yield verdict == Reassembly.Verdict.KEPT ? null : decoded(fragments.take().decode());
      }
      case Opening.Failed(DecodeResult.Failure failure) ->
          throw new AssertionError(failure.detail());
    };
  }

  private static IkeMessage decoded(DecodeResult result) {
    assertThat(result).isInstanceOf(Decoded.class);
    return ((Decoded) result).message();
  }

  private void init(byte[] datagram, IkeMessage message) throws Exception {
    if (!message.header().response()) {
      initRequest = datagram;
      initNonceI = nonce(message);
      return;
    }
    SaPayload answer = message.first(SaPayload.class).orElse(null);
    if (answer == null) {
      return; // INVALID_KE_PAYLOAD or COOKIE: the request is repeated
    }
    initResponse = datagram;
    initNonceR = nonce(message);
    IkeSuite suite = proposals.accept(answer, false).suite();
    long spiI = message.header().initiatorSpi();
    long spiR = message.header().responderSpi();
    byte[] shared = transcript.octets("ike.1.shared");
    SecureRandom random = new SecureRandom();
    add(
        spiI,
        IkeKeys.derive(suite, true, shared, initNonceI, initNonceR, spiI, spiR, random),
        IkeKeys.derive(suite, false, shared, initNonceI, initNonceR, spiI, spiR, random));
  }

  private void add(long spiI, IkeKeys initiator, IkeKeys responder) {
    String prefix = "ike." + ++ikeSas + ".";
    for (IkeKeys keys : List.of(initiator, responder)) {
      assertThat(keys.skD()).isEqualTo(transcript.octets(prefix + "sk_d"));
      assertThat(keys.skPi()).isEqualTo(transcript.octets(prefix + "sk_pi"));
      assertThat(keys.skPr()).isEqualTo(transcript.octets(prefix + "sk_pr"));
    }
    SkKeys ours = initiator.cipher().sealKeys();
    SkKeys theirs = initiator.cipher().openKeys();
    assertThat(ours.encryption()).isEqualTo(transcript.octets(prefix + "sk_ei"));
    assertThat(theirs.encryption()).isEqualTo(transcript.octets(prefix + "sk_er"));
    if (!initiator.suite().encryption().aead()) {
      assertThat(ours.integrity()).isEqualTo(transcript.octets(prefix + "sk_ai"));
      assertThat(theirs.integrity()).isEqualTo(transcript.octets(prefix + "sk_ar"));
    }
    sas.put(spiI, new Ends(initiator, responder));
  }

  private void auth(IkeMessage message) {
    IkeHeader header = message.header();
    Ends ends = sas.get(header.initiatorSpi());
    boolean byInitiator = header.fromInitiator();
    IdPayload id =
        message.all(IdPayload.class).stream()
            .filter(candidate -> candidate.initiator() == byInitiator)
            .findFirst()
            .orElse(null);
    AuthPayload auth = message.first(AuthPayload.class).orElse(null);
    if (id != null && auth != null && auth.method() == AuthMethod.SHARED_KEY_MIC.number()) {
      byte[] psk = StrongSwanTranscript.PRE_SHARED_KEY.getBytes(StandardCharsets.US_ASCII);
      byte[] first = byInitiator ? initRequest : initResponse;
      byte[] peerNonce = byInitiator ? initNonceR : initNonceI;
      byte[] expected = ends.initiator.sharedKeyAuth(byInitiator, psk, first, peerNonce, id.body());
      assertThat(auth.data()).isEqualTo(expected);
      assertThat(transcript.octets("auth." + ++auths)).isEqualTo(expected);
    }
    if (header.response() && message.first(SaPayload.class).isPresent()) {
      child(ends.responder.deriveChild(childSuite, null, initNonceI, initNonceR));
    }
  }

  private void createChildSa(IkeMessage message) {
    if (!message.header().response()) {
      return;
    }
    Ends ends = sas.get(message.header().initiatorSpi());
    byte[] nonceI = nonce(request);
    byte[] nonceR = nonce(message);
    Proposal answer = message.first(SaPayload.class).orElseThrow().proposals().get(0);
    if (answer.is(ProtocolId.ESP)) {
      byte[] shared = transcript.octets("child." + (childSas + 1) + ".shared");
      ChildSuite suite = shared == null ? childSuite : rekeyedChildSuite;
      child(ends.initiator.deriveChild(suite, shared, nonceI, nonceR));
      return;
    }
    Proposal offer = request.first(SaPayload.class).orElseThrow().proposals().get(0);
    long spiI = ByteBuffer.wrap(offer.spi()).getLong();
    long spiR = ByteBuffer.wrap(answer.spi()).getLong();
    byte[] shared = transcript.octets("ike." + (ikeSas + 1) + ".shared");
    SecureRandom random = new SecureRandom();
    IkeKeys old = ends.initiator;
    IkeSuite suite = old.suite();
    add(
        spiI,
        old.rekey(suite, true, shared, nonceI, nonceR, spiI, spiR, random),
        old.rekey(suite, false, shared, nonceI, nonceR, spiI, spiR, random));
  }

  private void child(ChildKeys keys) {
    String prefix = "child." + ++childSas + ".";
    assertThat(keys.encryptionKey(true)).isEqualTo(transcript.octets(prefix + "ei"));
    assertThat(keys.encryptionKey(false)).isEqualTo(transcript.octets(prefix + "er"));
    if (!keys.suite().encryption().aead()) {
      assertThat(keys.integrityKey(true)).isEqualTo(transcript.octets(prefix + "ai"));
      assertThat(keys.integrityKey(false)).isEqualTo(transcript.octets(prefix + "ar"));
    }
    for (boolean fromInitiator : new boolean[] {true, false}) {
      byte[] encryption = keys.encryptionKey(fromInitiator);
      byte[] integrity = keys.integrityKey(fromInitiator);
      assertThat(keys.direction(fromInitiator))
          .as("as the data plane takes it: encryption key, salt, integrity key")
          .hasSize(encryption.length + integrity.length)
          .startsWith(encryption)
          .endsWith(integrity);
    }
  }

  private static byte[] nonce(IkeMessage message) {
    return message.first(NoncePayload.class).orElseThrow().nonce();
  }
}

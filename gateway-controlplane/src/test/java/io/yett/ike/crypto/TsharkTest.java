package io.yett.ike.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.ike.message.AuthMethod;
import io.yett.ike.message.AuthPayload;
import io.yett.ike.message.CertEncoding;
import io.yett.ike.message.CertReqPayload;
import io.yett.ike.message.CpPayload;
import io.yett.ike.message.CpType;
import io.yett.ike.message.DeletePayload;
import io.yett.ike.message.EapPayload;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IdPayload;
import io.yett.ike.message.IkeEncoder;
import io.yett.ike.message.IkeHeader;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NoncePayload;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.Payload;
import io.yett.ike.message.TsPayload;
import io.yett.ike.message.VendorIdPayload;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What we encode and seal, read by tshark. */
class TsharkTest {
  private static final long SPI_I = 0x1111_2222_3333_4444L;
  private static final long SPI_R = 0x5555_6666_7777_8888L;

  @TempDir Path folder;

  @BeforeEach
  void needsTshark() {
    assumeTrue(Tshark.available(), "needs /usr/bin/tshark (package tshark)");
  }

  @Test
  void ikeSaInit() throws Exception {
    KeyExchange keyExchange = KeyExchange.generate(KeyExchangeMethod.X25519, new SecureRandom());
    IkeHeader header = new IkeHeader(SPI_I, 0, ExchangeType.IKE_SA_INIT, true, false, 0);
    IkeProposals proposals =
        IkeProposals.parse(
            List.of("aes256gcm16-prfsha384-x25519", "aes128-aes192-sha256-sha512-modp2048"));
    byte[] cookie = new byte[33];
    List<Payload> payloads =
        List.of(
            NotifyPayload.of(NotifyType.COOKIE, cookie),
            proposals.offer(0),
            keyExchange.payload(),
            new NoncePayload(new byte[32]),
            NotifyPayload.of(
                NotifyType.NAT_DETECTION_SOURCE_IP,
                NatDetection.hash(SPI_I, 0, InetAddress.getByName("192.0.2.1"), 500)),
            new VendorIdPayload(new byte[] {1, 2, 3, 4}));
    List<String> lines = dissect(IkeEncoder.encode(new IkeMessage(header, payloads)), null);
    assertThat(lines)
        .containsSubsequence(
            "Initiator SPI: 1111222233334444",
            "Responder SPI: 0000000000000000",
            "Next payload: Notify (41)",
            "Version: 2.0",
            "Exchange type: IKE_SA_INIT (34)",
            "Message ID: 0x00000000",
            "Payload: Notify (41) - COOKIE",
            "Payload: Security Association (33)",
            "Payload: Proposal (2) # 1",
            "Proposal number: 1",
            "Protocol ID: IKE (1)",
            "Proposal transforms: 3",
            "Transform ID (ENCR): AES-GCM with a 16 octet ICV (20)",
            "Key Length: 256",
            "Transform ID (PRF): PRF_HMAC_SHA2_384 (6)",
            "Transform ID (D-H): Curve25519 (31)",
            "Payload: Proposal (2) # 2",
            "Proposal transforms: 7",
            "Transform ID (ENCR): ENCR_AES_CBC (12)",
            "Key Length: 128",
            "Transform ID (ENCR): ENCR_AES_CBC (12)",
            "Key Length: 192",
            "Transform ID (PRF): PRF_HMAC_SHA2_256 (5)",
            "Transform ID (PRF): PRF_HMAC_SHA2_512 (7)",
            "Transform ID (INTEG): AUTH_HMAC_SHA2_256_128 (12)",
            "Transform ID (INTEG): AUTH_HMAC_SHA2_512_256 (14)",
            "Transform ID (D-H): 2048 bit MODP group (14)",
            "Payload: Key Exchange (34)",
            "DH Group #: Curve25519 (31)",
            "Payload: Nonce (40)",
            "Payload: Notify (41) - NAT_DETECTION_SOURCE_IP",
            "Payload: Vendor ID (43) : Unknown Vendor ID");
  }

  @ParameterizedTest
  @CsvSource({
    "aes128gcm16-prfsha256-x25519, AES-GCM-128 with 16 octet ICV [RFC5282], NONE [RFC4306]",
    "aes192gcm16-prfsha256-x25519, AES-GCM-192 with 16 octet ICV [RFC5282], NONE [RFC4306]",
    "aes256gcm16-prfsha512-x25519, AES-GCM-256 with 16 octet ICV [RFC5282], NONE [RFC4306]",
    "aes128-sha256-x25519, AES-CBC-128 [RFC3602], HMAC_SHA2_256_128 [RFC4868]",
    "aes192-sha384-x25519, AES-CBC-192 [RFC3602], HMAC_SHA2_384_192 [RFC4868]",
    "aes256-sha512-x25519, AES-CBC-256 [RFC3602], HMAC_SHA2_512_256 [RFC4868]"
  })
  void ikeAuthDecrypted(String suiteText, String encryption, String integrity) throws Exception {
    IkeProposals proposals = IkeProposals.parse(List.of(suiteText));
    IkeSuite suite = proposals.choose(proposals.offer(0), 0).suite();
    IkeKeys keys = SkCipherTest.keys(suite, true);
    TrafficSelector net =
        new TrafficSelector(
            17, 161, 162, InetAddress.getByName("10.1.0.0"), InetAddress.getByName("10.1.0.255"));
    TrafficSelector net6 =
        TrafficSelector.ofRange(
            InetAddress.getByName("2001:db8::"), InetAddress.getByName("2001:db8::ffff"));
    List<Payload> payloads =
        List.of(
            IdPayload.fqdn(true, "red.example"),
            new CertReqPayload(CertEncoding.X509_SIGNATURE.number(), new byte[20]),
            IdPayload.address(false, InetAddress.getByName("192.0.2.2")),
            new AuthPayload(AuthMethod.SHARED_KEY_MIC.number(), new byte[32]),
            new CpPayload(
                CpType.REQUEST.number(), List.of(new CpPayload.Attribute(1, new byte[0]))),
            ChildProposals.parse(List.of("aes256gcm16-esn")).offer(0xc0ffee00, false),
            TsPayload.of(true, List.of(net)),
            TsPayload.of(false, List.of(net6)),
            new EapPayload(new byte[] {3, 9, 0, 4}),
            NotifyPayload.ofEsp(NotifyType.REKEY_SA, 0xdeadbeef),
            DeletePayload.esp(List.of(0x01020304, 0x05060708)));
    IkeHeader header = new IkeHeader(SPI_I, SPI_R, ExchangeType.IKE_AUTH, true, false, 1);
    byte[] octets = IkeEncoder.encodeProtected(new IkeMessage(header, payloads), keys.cipher());
    List<String> lines = dissect(octets, Tshark.row(keys, SPI_I, SPI_R, encryption, integrity));
    assertThat(lines)
        .containsSubsequence(
            "Exchange type: IKE_AUTH (35)",
            "Message ID: 0x00000001",
            "Payload: Encrypted and Authenticated (46)",
            "Payload: Identification - Initiator (35)",
            "ID type: FQDN (2)",
            "ID_FQDN: red.example",
            "Payload: Certificate Request (38)",
            "Payload: Identification - Responder (36)",
            "ID type: IPV4_ADDR (1)",
            "ID_IPV4_ADDR: 192.0.2.2",
            "Payload: Authentication (39)",
            "Authentication Method: Shared Key Message Integrity Code (2)",
            "Payload: Configuration (47)",
            "Type: CFG_REQUEST (1)",
            "Payload: Security Association (33)",
            "Protocol ID: ESP (3)",
            "SPI: c0ffee00",
            "Transform ID (ENCR): AES-GCM with a 16 octet ICV (20)",
            "Transform ID (ESN): Extended Sequence Numbers (1)",
            "Payload: Traffic Selector - Initiator (44) # 1",
            "Traffic Selector Type: TS_IPV4_ADDR_RANGE (7)",
            "Protocol ID: UDP (17)",
            "Start Port: 161",
            "End Port: 162",
            "Starting Addr: 10.1.0.0",
            "Ending Addr: 10.1.0.255",
            "Payload: Traffic Selector - Responder (45) # 1",
            "Traffic Selector Type: TS_IPV6_ADDR_RANGE (8)",
            "Starting Addr: 2001:db8::",
            "Ending Addr: 2001:db8::ffff",
            "Payload: Extensible Authentication (48)",
            "Code: Success (3)",
            "Payload: Notify (41) - REKEY_SA",
            "Protocol ID: ESP (3)",
            "SPI: deadbeef",
            "Payload: Delete (42)",
            "SPI Size: 4",
            "Number of SPIs: 2");
    assertThat(lines).anyMatch(line -> line.contains("<" + encryption + ">"));
    assertThat(lines).anyMatch(line -> line.contains("[correct]"));
    assertThat(lines).noneMatch(line -> line.contains("[incorrect"));
  }

  private List<String> dissect(byte[] message, String decryption) throws Exception {
    List<String> lines = Tshark.dissect(List.of(message), decryption, folder);
    assertThat(lines)
        .noneMatch(line -> line.contains("Malformed") || line.contains("Expert Info (Error"));
    return lines;
  }
}

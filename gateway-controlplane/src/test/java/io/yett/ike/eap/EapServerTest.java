package io.yett.ike.eap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.crypto.MsChapV2;
import io.yett.ike.eap.EapServer.Step;
import io.yett.ike.pad.EapUsers;
import io.yett.ike.pad.Identity;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The conversation with a client that does as draft-kamath-pppext-eap-mschapv2 says, or not. */
class EapServerTest {
  private static final byte[] PEER_CHALLENGE = "sixteen octets!!".getBytes(US_ASCII);
  private final EapUsers users = users();
  private final EapServer server = new EapServer(users, new SecureRandom(), "red.example");

  private static EapUsers users() {
    EapUsers users = new EapUsers();
    users.add("alice", "correct horse".toCharArray());
    users.add("bob@blue.example", "battery staple".toCharArray());
    return users;
  }

  private static byte[] response(byte[] request, int type, byte[] data) {
    return ByteBuffer.allocate(5 + data.length)
        .put((byte) 2)
        .put(request[1])
        .putShort((short) (5 + data.length))
        .put((byte) type)
        .put(data)
        .array();
  }

  private byte[] identify(String name) {
    byte[] request = server.begin();
    assertThat(request).hasSize(5).startsWith(1);
    assertThat(request[4]).isEqualTo((byte) 1);
    Step step = server.receive(response(request, 1, name.getBytes(US_ASCII)));
    assertThat(step).isInstanceOf(Step.Continue.class);
    return step.message();
  }

  private static byte[] proof(byte[] challengeMessage, String name, String password) {
    byte[] challenge = Arrays.copyOfRange(challengeMessage, 10, 26);
    byte[] nt =
        MsChapV2.ntResponse(
            challenge,
            PEER_CHALLENGE,
            name.getBytes(US_ASCII),
            MsChapV2.passwordHash(password.toCharArray()));
    byte[] data =
        ByteBuffer.allocate(54 + name.length())
            .put((byte) 2)
            .put(challengeMessage[6])
            .putShort((short) (54 + name.length()))
            .put((byte) 49)
            .put(PEER_CHALLENGE)
            .put(new byte[8])
            .put(nt)
            .put((byte) 0)
            .put(name.getBytes(US_ASCII))
            .array();
    return response(challengeMessage, 26, data);
  }

  private void expectSuccess(String name, String password) {
    byte[] challenge = identify(name);
    Step proved = server.receive(proof(challenge, name, password));
    assertThat(proved).isInstanceOf(Step.Continue.class);
    String text = new String(proved.message(), 9, proved.message().length - 9, US_ASCII);
    assertThat(text).matches("S=[0-9A-F]{40} M=Welcome");
    Step end = server.receive(response(proved.message(), 26, new byte[] {3}));
    assertThat(end).isInstanceOf(Step.Success.class);
    assertThat(end.message()).hasSize(4).startsWith(3);
    assertThat(((Step.Success) end).msk()).hasSize(64);
    assertThat(((Step.Success) end).user()).isEqualTo(name);
  }

  @Test
  void rightPassword() {
    expectSuccess("alice", "correct horse");
  }

  @Test
  void nameThatIsAMailAddress() {
    expectSuccess("bob@blue.example", "battery staple");
    assertThat(EapUsers.identity("bob@blue.example")).isEqualTo(Identity.parse("bob@blue.example"));
  }

  private void expectFailure(byte[] proof, String words) {
    Step told = server.receive(proof);
    assertThat(told).isInstanceOf(Step.Rejected.class);
    assertThat(new String(told.message(), 9, told.message().length - 9, US_ASCII))
        .startsWith("E=691 R=0 C=");
    Step end = server.receive(response(told.message(), 26, new byte[] {4}));
    assertThat(end).isInstanceOf(Step.Failure.class);
    assertThat(end.message()).hasSize(4).startsWith(4);
    assertThat(((Step.Failure) end).why()).contains(words);
  }

  @Test
  void wrongPasswordAndUnknownUserLookAlike() {
    expectFailure(
        proof(identify("alice"), "alice", "wrong"), "wrong name or password of EAP user alice");
    EapServer other = new EapServer(users, new SecureRandom(), "red.example");
    byte[] request = other.begin();
    byte[] challenge = other.receive(response(request, 1, "mallory".getBytes(US_ASCII))).message();
    Step told = other.receive(proof(challenge, "mallory", ""));
    assertThat(new String(told.message(), 9, 12, US_ASCII)).isEqualTo("E=691 R=0 C=");
  }

  /** The empty hash that stands in for an unknown user is no password of anybody. */
  @Test
  void otherNameThanTheIdentity() {
    expectFailure(proof(identify("bob@blue.example"), "alice", "correct horse"), "EAP user bob");
  }

  @Test
  void clientThatWantsAnotherMethod() {
    byte[] challenge = identify("alice");
    Step end = server.receive(response(challenge, 3, new byte[] {13}));
    assertThat(((Step.Failure) end).why()).contains("does not want EAP-MSCHAPv2");
  }

  @Test
  void successBeforeTheProof() {
    byte[] challenge = identify("alice");
    Step end = server.receive(response(challenge, 26, new byte[] {3}));
    assertThat(((Step.Failure) end).why()).contains("operation 3 out of turn");
    assertThat(server.receive(proof(challenge, "alice", "correct horse")))
        .isInstanceOf(Step.Failure.class);
  }

  @Test
  void anyOctets() {
    Random random = new Random(3);
    for (int i = 0; i < 5000; i++) {
      EapServer victim = new EapServer(users, new SecureRandom(), "red.example");
      byte[] last = victim.begin();
      if (i % 2 == 0) {
        last = victim.receive(response(last, 1, "alice".getBytes(US_ASCII))).message();
      }
      byte[] junk = new byte[random.nextInt(80)];
      random.nextBytes(junk);
      Step step = victim.receive(i % 4 < 2 ? junk : response(last, 26, junk));
      assertThat(step).isNotInstanceOf(Step.Success.class);
    }
  }
}

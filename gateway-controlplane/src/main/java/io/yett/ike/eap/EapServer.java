package io.yett.ike.eap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.yett.ike.crypto.ConstantTime;
import io.yett.ike.crypto.MsChapV2;
import io.yett.ike.pad.EapUsers;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The server's side of one EAP conversation (RFC 3748): Identity, then MSCHAPv2
 * (draft-kamath-pppext-eap-mschapv2). It takes any octets; what is not expected ends it. One owner.
 */
public final class EapServer {
  private static final int REQUEST = 1;
  private static final int RESPONSE = 2;
  private static final int SUCCESS = 3;
  private static final int FAILURE = 4;

  private static final int TYPE_IDENTITY = 1;
  private static final int TYPE_NAK = 3;
  private static final int TYPE_MSCHAPV2 = 26;

  private static final int OP_CHALLENGE = 1;
  private static final int OP_RESPONSE = 2;
  private static final int OP_SUCCESS = 3;
  private static final int OP_FAILURE = 4;

  private static final int EAP_HEADER = 4;

  /** Op-Code, MS-CHAPv2-ID and MS-Length. */
  private static final int MSCHAP_HEADER = 4;

  /** Peer-Challenge, eight octets of zeros, NT-Response, Flags. */
  private static final int VALUE_OCTETS = 49;

  private final EapUsers users;
  private final SecureRandom random;
  private final byte[] serverName;
  private final byte[] challenge = new byte[MsChapV2.CHALLENGE_OCTETS];
  private State state = State.IDENTITY;
  private int identifier;
  private String user = "";
  private byte[] msk = {};

  private enum State {
    IDENTITY,
    CHALLENGED,
    /** The peer's proof held, and ours is sent. */
    PROVED,
    /** The peer's proof did not hold, and it was told. */
    TOLD_FAILURE,
    ENDED
  }

  /** What is to be sent, and what it means. */
  public sealed interface Step {
    /** An EAP message. */
    byte[] message();

    /** It goes on. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Continue(byte[] message) implements Step {}

    /** The user is told that the proof does not hold; many clients then say no more. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Rejected(byte[] message, String why) implements Step {}

    /**
     * The user is authenticated.
     *
     * @param msk the key of both ends; the receiver wipes it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Success(byte[] message, byte[] msk, String user) implements Step {}

    /** It is not. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Failure(byte[] message, String why) implements Step {}
  }

  /**
   * Prepares.
   *
   * @param serverName what we call ourselves towards the user
   */
  public EapServer(EapUsers users, SecureRandom random, String serverName) {
    this.users = users;
    this.random = random;
    byte[] name = serverName.getBytes(UTF_8);
    this.serverName = Arrays.copyOf(name, Math.min(name.length, EapUsers.MAX_NAME));
  }

  /** The first message: who are you? */
  public byte[] begin() {
    identifier = random.nextInt(256);
    return eap(REQUEST, ByteBuffer.allocate(1).put((byte) TYPE_IDENTITY).array());
  }

  /** The peer's answer to the last message. */
  public Step receive(byte[] message) {
    if (message.length < EAP_HEADER + 1
        || message[0] != RESPONSE
        || (message[1] & 0xff) != identifier) {
      return fail("the peer sends an EAP message that answers nothing");
    }
    int type = message[EAP_HEADER] & 0xff;
    byte[] data = Arrays.copyOfRange(message, EAP_HEADER + 1, message.length);
    if (state == State.IDENTITY && type == TYPE_IDENTITY) {
      return identity(data);
    }
    if (type == TYPE_NAK) {
      return fail("the peer does not want EAP-MSCHAPv2, which is configured here");
    }
    if (type != TYPE_MSCHAPV2 || data.length == 0) {
      return fail("the peer sends EAP type " + type + " where another is expected");
    }
    int operation = data[0] & 0xff;
    if (state == State.CHALLENGED && operation == OP_RESPONSE) {
      return judge(data);
    }
    if (state == State.PROVED && operation == OP_SUCCESS) {
      return succeed();
    }
    return fail("the peer sends MSCHAPv2 operation " + operation + " out of turn");
  }

  private Step identity(byte[] name) {
    if (name.length == 0 || name.length > EapUsers.MAX_NAME) {
      return fail("the peer's EAP identity has " + name.length + " octets");
    }
    user = new String(name, UTF_8);
    random.nextBytes(challenge);
    state = State.CHALLENGED;
    ByteBuffer body =
        ByteBuffer.allocate(1 + challenge.length + serverName.length)
            .put((byte) challenge.length)
            .put(challenge)
            .put(serverName);
    return new Step.Continue(request(OP_CHALLENGE, body.array()));
  }

  private Step judge(byte[] data) {
    int nameAt = MSCHAP_HEADER + 1 + VALUE_OCTETS;
    if (data.length < nameAt
        || (data[MSCHAP_HEADER] & 0xff) != VALUE_OCTETS
        || data.length > nameAt + EapUsers.MAX_NAME) {
      return fail("the peer's MSCHAPv2 response has " + data.length + " octets");
    }
    int at = MSCHAP_HEADER + 1;
    byte[] peerChallenge = Arrays.copyOfRange(data, at, at + MsChapV2.CHALLENGE_OCTETS);
    at += MsChapV2.CHALLENGE_OCTETS + 8;
    byte[] claimed = Arrays.copyOfRange(data, at, at + MsChapV2.RESPONSE_OCTETS);
    String named = new String(data, nameAt, data.length - nameAt, UTF_8);
    // The challenge is of the name without a domain before it (RFC 2759 §4).
    byte[] bare = named.substring(named.lastIndexOf('\\') + 1).getBytes(UTF_8);
    byte[] hash = named.equals(user) ? users.hash(user) : null;
    boolean known = hash != null;
    byte[] used = known ? hash : new byte[16]; // the same work for a user that there is not
    byte[] expected = MsChapV2.ntResponse(challenge, peerChallenge, bare, used);
    if (!ConstantTime.equals(expected, claimed) || !known) {
      state = State.TOLD_FAILURE;
      String text = "E=691 R=0 C=" + hex(challenge) + " V=3 M=Authentication failed";
      return new Step.Rejected(request(OP_FAILURE, text.getBytes(US_ASCII)), rejection());
    }
    msk = MsChapV2.masterSessionKey(hash, claimed);
    state = State.PROVED;
    String proof =
        MsChapV2.authenticatorResponse(hash, claimed, peerChallenge, challenge, bare)
            + " M=Welcome";
    return new Step.Continue(request(OP_SUCCESS, proof.getBytes(US_ASCII)));
  }

  private static String hex(byte[] octets) {
    return HexFormat.of().formatHex(octets).toUpperCase(Locale.ROOT);
  }

  private Step succeed() {
    state = State.ENDED;
    byte[] given = msk;
    msk = new byte[0];
    return new Step.Success(end(SUCCESS), given, user);
  }

  /** Ends it; after a wrong password that is the reason, whatever the peer sends then. */
  private Step fail(String why) {
    String reason = state == State.TOLD_FAILURE ? rejection() : why;
    state = State.ENDED;
    wipe();
    return new Step.Failure(end(FAILURE), reason);
  }

  /** With the user's name as it may be printed. */
  private String rejection() {
    return "wrong name or password of EAP user " + user.replaceAll("[^\\p{Graph}]", "?");
  }

  /** A request of MSCHAPv2, with the next identifier. */
  private byte[] request(int operation, byte[] body) {
    identifier = (identifier + 1) & 0xff;
    int length = MSCHAP_HEADER + body.length;
    return eap(
        REQUEST,
        ByteBuffer.allocate(1 + length)
            .put((byte) TYPE_MSCHAPV2)
            .put((byte) operation)
            .put((byte) identifier)
            .putShort((short) length)
            .put(body)
            .array());
  }

  private byte[] eap(int code, byte[] data) {
    return ByteBuffer.allocate(EAP_HEADER + data.length)
        .put((byte) code)
        .put((byte) identifier)
        .putShort((short) (EAP_HEADER + data.length))
        .put(data)
        .array();
  }

  private byte[] end(int code) {
    return eap(code, new byte[0]);
  }

  /** Overwrites the key with zeros, if it was not handed out. */
  public void wipe() {
    Arrays.fill(msk, (byte) 0);
  }
}

package io.yett.ike.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.message.DecodeResult.Authenticated;
import io.yett.ike.message.DecodeResult.Reason;
import io.yett.ike.message.DecodeResult.Unauthenticated;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeHeader;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which errors end the IKE SA, and their Notify payloads (RFC 7296 §2.21, §3.10.1). */
class IkeProtocolExceptionTest {
  private static final IkeHeader HEADER =
      new IkeHeader(1, 2, ExchangeType.INFORMATIONAL, true, false, 0);

  @Test
  void fatalErrorsEndTheIkeSa() {
    List<IkeProtocolException> fatal =
        List.of(
            new InvalidSyntaxException("x"),
            new AuthenticationFailedException("x"),
            new InvalidMajorVersionException("x"),
            new InvalidIkeSpiException("x"));
    List<IkeProtocolException> passing =
        List.of(
            new UnsupportedCriticalPayloadException(200),
            new InvalidMessageIdException(7),
            new NoProposalChosenException("x"),
            new InvalidKePayloadException(31),
            new SinglePairRequiredException("x"),
            new NoAdditionalSasException("x"),
            new InternalAddressFailureException("x"),
            new FailedCpRequiredException("x"),
            new TsUnacceptableException("x"),
            new TemporaryFailureException("x"),
            new ChildSaNotFoundException(1));
    assertThat(fatal).allMatch(IkeProtocolException::fatal);
    assertThat(passing).noneMatch(IkeProtocolException::fatal);
    assertThat(fatal).allMatch(error -> error.toNotify().isError());
    assertThat(passing)
        .allMatch(error -> error.toNotify().notifyNumber() == error.notifyType().number());
  }

  @Test
  void dataOfTheNotifies() {
    assertThat(new InvalidKePayloadException(31).toNotify().data()).containsExactly(0, 31);
    assertThat(new InvalidKePayloadException(31).wantedMethod()).isEqualTo(31);
    assertThat(new UnsupportedCriticalPayloadException(200).toNotify().data()).containsExactly(200);
    assertThat(new InvalidMessageIdException(0x01020304).toNotify().data())
        .containsExactly(1, 2, 3, 4);
    NotifyPayload notFound = new ChildSaNotFoundException(0xdeadbeef).toNotify();
    assertThat(notFound.spi32()).contains(0xdeadbeef);
    assertThat(notFound.data()).isEmpty();
    // The peer learns that it failed, not why.
    assertThat(new AuthenticationFailedException("unknown identity").toNotify().data()).isEmpty();
  }

  @Test
  void ofDecodingFailures() {
    assertThat(IkeProtocolException.of(new Authenticated(HEADER, Reason.SYNTAX, 0, "x")))
        .containsInstanceOf(InvalidSyntaxException.class);
    assertThat(
            IkeProtocolException.of(
                new Authenticated(HEADER, Reason.UNSUPPORTED_CRITICAL_PAYLOAD, 99, "x")))
        .hasValueSatisfying(error -> assertThat(error.toNotify().data()).containsExactly(99));
    assertThat(IkeProtocolException.of(new Unauthenticated(HEADER, Reason.MAJOR_VERSION, 3, "x")))
        .containsInstanceOf(InvalidMajorVersionException.class);
    for (Reason silent : List.of(Reason.OLD_VERSION, Reason.INTEGRITY, Reason.NOT_PROTECTED)) {
      assertThat(IkeProtocolException.of(new Unauthenticated(HEADER, silent, 0, "x"))).isEmpty();
    }
    for (Reason reason : Reason.values()) {
      NotifyType expected = reason.notifyType();
      assertThat(
              IkeProtocolException.of(new Unauthenticated(HEADER, reason, 0, "x"))
                  .map(IkeProtocolException::notifyType)
                  .orElse(null))
          .isEqualTo(expected);
    }
  }
}

package io.yett.ike.error;

import io.yett.ike.message.DecodeResult;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import java.util.Optional;

/**
 * What went wrong in an exchange, as the Notify error that answers it (RFC 7296 §3.10.1). It has no
 * stack trace, for a peer can cause it at will.
 */
public abstract sealed class IkeProtocolException extends Exception
    permits UnsupportedCriticalPayloadException,
        InvalidSyntaxException,
        InvalidMajorVersionException,
        InvalidIkeSpiException,
        InvalidMessageIdException,
        NoProposalChosenException,
        InvalidKePayloadException,
        AuthenticationFailedException,
        SinglePairRequiredException,
        NoAdditionalSasException,
        InternalAddressFailureException,
        FailedCpRequiredException,
        TsUnacceptableException,
        TemporaryFailureException,
        ChildSaNotFoundException {
  private static final long serialVersionUID = 1L;

  private final NotifyType notifyType;
  private final boolean fatal;
  private final transient byte[] notifyData;

  IkeProtocolException(NotifyType notifyType, boolean fatal, byte[] notifyData, String message) {
    super(message, null, false, false);
    this.notifyType = notifyType;
    this.fatal = fatal;
    this.notifyData = notifyData;
  }

  /** The Notify error that reports it. */
  public final NotifyType notifyType() {
    return notifyType;
  }

  /** Whether it ends the IKE SA; otherwise only its exchange fails. */
  public final boolean fatal() {
    return fatal;
  }

  /** The Notify payload that answers it. */
  public NotifyPayload toNotify() {
    return NotifyPayload.of(notifyType, notifyData == null ? new byte[0] : notifyData);
  }

  /** The error of a decoding failure; empty when such a message is dropped without an answer. */
  public static Optional<IkeProtocolException> of(DecodeResult.Failure failure) {
    return switch (failure.reason()) {
      case SYNTAX, EXCHANGE_TYPE -> Optional.of(new InvalidSyntaxException(failure.detail()));
      case UNSUPPORTED_CRITICAL_PAYLOAD ->
          Optional.of(new UnsupportedCriticalPayloadException(failure.number()));
      case MAJOR_VERSION -> Optional.of(new InvalidMajorVersionException(failure.detail()));
      case OLD_VERSION, INTEGRITY, NOT_PROTECTED -> Optional.empty();
    };
  }
}

package io.yett.ike.error;

import io.yett.ike.message.NotifyType;

/**
 * No proposal is acceptable (RFC 7296 §2.7). In IKE_SA_INIT there is no IKE SA yet; later only the
 * Child SA fails.
 */
public final class NoProposalChosenException extends IkeProtocolException {
  private static final long serialVersionUID = 1L;

  public NoProposalChosenException(String message) {
    super(NotifyType.NO_PROPOSAL_CHOSEN, false, null, message);
  }
}

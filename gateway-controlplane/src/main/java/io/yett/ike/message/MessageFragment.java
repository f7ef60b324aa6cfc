package io.yett.ike.message;

/**
 * One fragment of a message (RFC 7383 §2.5) that proved to come from the peer and is decrypted.
 *
 * @param header the same in all fragments of a message
 * @param number 1..{@code total}
 * @param total 1..{@link IkeLimits#MAX_FRAGMENTS}
 * @param firstInnerType the number of the message's first payload, in fragment 1
 * @param plaintext its part of the inner payloads
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record MessageFragment(
    IkeHeader header, int number, int total, int firstInnerType, byte[] plaintext) {}

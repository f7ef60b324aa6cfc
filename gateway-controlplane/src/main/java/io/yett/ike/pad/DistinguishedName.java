package io.yett.ike.pad;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** Distinguished names (X.501) in DER, as text and as patterns. */
final class DistinguishedName {
  /** Parts of a name that are looked at. */
  private static final int MAX_PARTS = 32;

  private static final String WILDCARD = "*";

  private DistinguishedName() {}

  /** From text, the parts in the order of the encoding. */
  static byte[] parse(String text) {
    try {
      return new X500Name(BCStyle.INSTANCE, text).getEncoded("DER");
    } catch (IllegalArgumentException | IOException e) {
      throw new IllegalArgumentException(
          "not a distinguished name: '" + text + "' (" + e.getMessage() + ")", e);
    }
  }

  /** Empty if the octets are none, or hold text that cannot be shown. */
  private static Optional<X500Name> read(byte[] der) {
    try {
      X500Name name = X500Name.getInstance(BCStyle.INSTANCE, der);
      boolean good = name.getRDNs().length <= MAX_PARTS && !name.toString().isEmpty();
      return good ? Optional.of(name) : Optional.empty();
    } catch (RuntimeException e) {
      return Optional.empty(); // the parser's exceptions are of any kind
    }
  }

  /** For people, without control characters; empty if the octets are no name. */
  static Optional<String> text(byte[] der) {
    return read(der).map(name -> name.toString().replaceAll("\\p{Cntrl}", "?"));
  }

  static boolean hasWildcard(byte[] der) {
    return read(der).stream()
        .flatMap(name -> Arrays.stream(name.getRDNs()))
        .anyMatch(DistinguishedName::isWildcard);
  }

  private static boolean isWildcard(RDN part) {
    return !part.isMultiValued() && value(part.getFirst()).equals(WILDCARD);
  }

  private static String value(AttributeTypeAndValue attribute) {
    return IETFUtils.valueToString(attribute.getValue());
  }

  /** The same for names that {@link #matches} each other without a wildcard. */
  static String key(byte[] der) {
    try {
      StringBuilder key = new StringBuilder();
      for (RDN part : read(der).map(X500Name::getRDNs).orElseThrow()) {
        Arrays.stream(part.getTypesAndValues())
            .map(each -> each.getType() + "=" + IETFUtils.canonicalString(each.getValue()))
            .sorted()
            .forEach(each -> key.append(each).append('\n'));
        key.append('\n');
      }
      return key.toString();
    } catch (RuntimeException e) {
      return HexFormat.of().formatHex(der); // nothing that is configured has such a key
    }
  }

  private static boolean same(RDN ours, RDN theirs) {
    try {
      return IETFUtils.rDNAreEqual(ours, theirs);
    } catch (RuntimeException e) {
      return false; // a value that claims to be an encoding, and is none
    }
  }

  /**
   * Whether all parts are the same in the same order, spelt alike but for case and blanks; a {@code
   * *} of the pattern stands for any value.
   */
  static boolean matches(byte[] pattern, byte[] peer) {
    RDN[] ours = read(pattern).map(X500Name::getRDNs).orElse(null);
    RDN[] theirs = read(peer).map(X500Name::getRDNs).orElse(null);
    if (ours == null || theirs == null || ours.length != theirs.length) {
      return false;
    }
    for (int i = 0; i < ours.length; i++) {
      boolean same =
          isWildcard(ours[i])
              ? !theirs[i].isMultiValued()
                  && theirs[i].getFirst().getType().equals(ours[i].getFirst().getType())
              : same(ours[i], theirs[i]);
      if (!same) {
        return false;
      }
    }
    return true;
  }
}

package io.yett.ike.message;

import java.util.Optional;

/** The Notify payload (RFC 7296 §3.10). */
public final class NotifyPayload extends Payload {
  /** Notify numbers below report errors, from here on status. */
  public static final int FIRST_STATUS = 16_384;

  private final int protocol;
  private final byte[] spi;
  private final int notifyNumber;
  private final byte[] data;

  /**
   * Makes a payload.
   *
   * @param protocol a {@link ProtocolId} number; 0 when no SA is meant
   * @param spi the SPI of that SA; empty when none or the IKE SA itself is meant
   * @param notifyNumber a {@link NotifyType} number, 0..65535
   */
  public NotifyPayload(int protocol, byte[] spi, int notifyNumber, byte[] data) {
    if (protocol < 0 || protocol > 0xff || notifyNumber < 0 || notifyNumber > 0xffff) {
      throw new IllegalArgumentException("bad notify " + protocol + "/" + notifyNumber);
    }
    if (spi.length > IkeLimits.MAX_SPI_OCTETS) {
      throw new IllegalArgumentException("SPI of " + spi.length + " octets");
    }
    this.protocol = protocol;
    this.spi = spi;
    this.notifyNumber = notifyNumber;
    this.data = data;
  }

  /** A Notify about no particular SA, without data. */
  public static NotifyPayload of(NotifyType type) {
    return of(type, new byte[0]);
  }

  /** A Notify about no particular SA. */
  public static NotifyPayload of(NotifyType type, byte[] data) {
    return new NotifyPayload(ProtocolId.NONE.number(), new byte[0], type.number(), data);
  }

  /** A Notify about the ESP SA with that SPI, without data; e.g. REKEY_SA. */
  public static NotifyPayload ofEsp(NotifyType type, int spi) {
    byte[] octets = new OctetWriter().u32(spi).toArray();
    return new NotifyPayload(ProtocolId.ESP.number(), octets, type.number(), new byte[0]);
  }

  /** A {@link ProtocolId} number. */
  public int protocol() {
    return protocol;
  }

  public byte[] spi() {
    return spi;
  }

  /** The SPI of an AH or ESP SA, unsigned; empty unless it has 4 octets. */
  public Optional<Integer> spi32() {
    return spi.length == 4
        ? Optional.of(
            (spi[0] & 0xff) << 24 | (spi[1] & 0xff) << 16 | (spi[2] & 0xff) << 8 | (spi[3] & 0xff))
        : Optional.empty();
  }

  /** A {@link NotifyType} number, or one that is unknown here. */
  public int notifyNumber() {
    return notifyNumber;
  }

  /** The type, if it is known here; unknown status is ignored (RFC 7296 §3.10.1). */
  public Optional<NotifyType> notifyType() {
    return NotifyType.of(notifyNumber);
  }

  /** Whether it reports an error, known or unknown. */
  public boolean isError() {
    return notifyNumber < FIRST_STATUS;
  }

  public byte[] data() {
    return data;
  }

  @Override
  public int typeNumber() {
    return PayloadType.NOTIFY.number();
  }

  static NotifyPayload decode(OctetReader reader) throws MalformedException {
    int protocol = reader.u8();
    int spiLength = reader.u8();
    int number = reader.u16();
    if (spiLength > IkeLimits.MAX_SPI_OCTETS) {
      throw new MalformedException("SPI of " + spiLength + " octets");
    }
    byte[] spi = reader.bytes(spiLength);
    return new NotifyPayload(protocol, spi, number, reader.rest());
  }

  @Override
  void writeBody(OctetWriter writer) {
    writer.u8(protocol).u8(spi.length).u16(notifyNumber).bytes(spi).bytes(data);
  }

  @Override
  public String toString() {
    return "NotifyPayload["
        + notifyType().map(Enum::name).orElse(Integer.toString(notifyNumber))
        + ", "
        + data.length
        + " octets]";
  }
}

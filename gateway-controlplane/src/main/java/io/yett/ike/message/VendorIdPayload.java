package io.yett.ike.message;

/** The Vendor ID payload (RFC 7296 §3.12). */
public final class VendorIdPayload extends Payload {
  private final byte[] vendorId;

  public VendorIdPayload(byte[] vendorId) {
    this.vendorId = vendorId;
  }

  public byte[] vendorId() {
    return vendorId;
  }

  @Override
  public int typeNumber() {
    return PayloadType.VENDOR_ID.number();
  }

  static VendorIdPayload decode(OctetReader reader) {
    return new VendorIdPayload(reader.rest());
  }

  @Override
  void writeBody(OctetWriter writer) {
    writer.bytes(vendorId);
  }
}

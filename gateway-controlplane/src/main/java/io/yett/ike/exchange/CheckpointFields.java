package io.yett.ike.exchange;

import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.ike.crypto.ChildSuite;
import io.yett.ike.crypto.Encryption;
import io.yett.ike.crypto.Integrity;
import io.yett.ike.crypto.KeyExchangeMethod;
import io.yett.ike.message.IkeLimits;
import io.yett.ike.pad.SelectorNarrowing;
import io.yett.ike.sa.Extension;
import io.yett.ike.sa.NetworkPath;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The fields of a {@link Checkpoint}. Readers throw IllegalArgumentException or underflow. */
final class CheckpointFields {
  private CheckpointFields() {}

  static void octets(ByteBuffer out, byte[] octets) {
    out.putInt(octets.length).put(octets);
  }

  static byte[] octets(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("it is cut off");
    }
    byte[] octets = new byte[length];
    in.get(octets);
    return octets;
  }

  static void datagrams(ByteBuffer out, List<byte[]> datagrams) {
    out.put((byte) (datagrams == null ? 0 : datagrams.size()));
    if (datagrams != null) {
      datagrams.forEach(datagram -> octets(out, datagram));
    }
  }

  /** Empty if there are none. */
  static List<byte[]> datagrams(ByteBuffer in) {
    int count = in.get();
    if (count < 0 || count > IkeLimits.MAX_FRAGMENTS) {
      throw new IllegalArgumentException("it has a message of " + count + " datagrams");
    }
    List<byte[]> datagrams = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      datagrams.add(octets(in));
    }
    return datagrams;
  }

  static void extensions(ByteBuffer out, Set<Extension> extensions) {
    out.put((byte) extensions.size());
    extensions.forEach(extension -> text(out, extension.name()));
  }

  static Set<Extension> extensions(ByteBuffer in) {
    Set<Extension> extensions = EnumSet.noneOf(Extension.class);
    for (int count = in.get(); count > 0; count--) {
      extensions.add(Extension.valueOf(text(in)));
    }
    return extensions;
  }

  static void text(ByteBuffer out, String text) {
    octets(out, text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(ByteBuffer in) {
    return new String(octets(in), StandardCharsets.UTF_8);
  }

  static void path(ByteBuffer out, NetworkPath path) {
    endpoint(out, path.local());
    endpoint(out, path.remote());
    out.put((byte) (path.natLocal() ? 1 : 0));
    out.put((byte) (path.natRemote() ? 1 : 0));
    out.put((byte) (path.encapsulated() ? 1 : 0));
  }

  static NetworkPath path(ByteBuffer in) {
    return new NetworkPath(endpoint(in), endpoint(in), in.get() != 0, in.get() != 0, in.get() != 0);
  }

  static void addresses(ByteBuffer out, List<InetAddress> addresses) {
    out.put((byte) addresses.size());
    addresses.forEach(address -> octets(out, address.getAddress()));
  }

  static List<InetAddress> addresses(ByteBuffer in) {
    List<InetAddress> addresses = new ArrayList<>();
    for (int left = in.get(); left > 0; left--) {
      addresses.add(address(in));
    }
    return addresses;
  }

  private static void endpoint(ByteBuffer out, InetSocketAddress endpoint) {
    octets(out, endpoint.getAddress().getAddress());
    out.putInt(endpoint.getPort());
  }

  private static InetSocketAddress endpoint(ByteBuffer in) {
    return new InetSocketAddress(address(in), in.getInt());
  }

  private static InetAddress address(ByteBuffer in) {
    try {
      return InetAddress.getByAddress(octets(in));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("it has a malformed address", e);
    }
  }

  static void suite(ByteBuffer out, ChildSuite suite) {
    text(out, suite.encryption().name());
    out.putInt(suite.keyBits());
    text(out, suite.integrity() == null ? "" : suite.integrity().name());
    text(out, suite.keyExchange() == null ? "" : suite.keyExchange().name());
    out.put((byte) suite.additional().size());
    suite.additional().forEach(method -> text(out, method.name()));
    out.put((byte) (suite.esn() ? 1 : 0));
  }

  static ChildSuite suite(ByteBuffer in) {
    Encryption encryption = Encryption.valueOf(text(in));
    int keyBits = in.getInt();
    String integrity = text(in);
    String keyExchange = text(in);
    List<KeyExchangeMethod> additional = new ArrayList<>();
    for (int left = in.get(); left > 0; left--) {
      additional.add(KeyExchangeMethod.valueOf(text(in)));
    }
    return new ChildSuite(
        encryption,
        keyBits,
        integrity.isEmpty() ? null : Integrity.valueOf(integrity),
        keyExchange.isEmpty() ? null : KeyExchangeMethod.valueOf(keyExchange),
        additional,
        in.get() != 0);
  }

  static void selectors(ByteBuffer out, List<TrafficSelector> selectors) {
    out.putShort((short) selectors.size());
    for (TrafficSelector selector : selectors) {
      out.putInt(selector.protocol()).putInt(selector.startPort()).putInt(selector.endPort());
      octets(out, selector.startAddress().getAddress());
      octets(out, selector.endAddress().getAddress());
    }
  }

  static List<TrafficSelector> selectors(ByteBuffer in) {
    int count = in.getShort();
    if (count < 1 || count > SelectorNarrowing.MAX_SELECTORS) {
      throw new IllegalArgumentException("it has " + count + " traffic selectors");
    }
    List<TrafficSelector> selectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int protocol = in.getInt();
      int startPort = in.getInt();
      int endPort = in.getInt();
      selectors.add(new TrafficSelector(protocol, startPort, endPort, address(in), address(in)));
    }
    return selectors;
  }
}

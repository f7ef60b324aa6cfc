package io.yett.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Sends two bursts of short UDP datagrams as fast as it can, with quiet between; a main class. */
final class BurstSender {
  private static final int PORT = 9;

  private BurstSender() {}

  /** Address, datagrams in each burst, milliseconds between. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int count = Integer.parseInt(arguments[1]);
    try (DatagramChannel channel = DatagramChannel.open()) {
      InetSocketAddress target = new InetSocketAddress(arguments[0], PORT);
      burst(channel, target, count);
      Thread.sleep(Integer.parseInt(arguments[2]));
      burst(channel, target, count);
    }
  }

  private static void burst(DatagramChannel channel, InetSocketAddress target, int count)
      throws IOException {
    ByteBuffer octets = ByteBuffer.allocateDirect(18);
    for (int i = 0; i < count; i++) {
      octets.clear();
      channel.send(octets, target);
    }
  }
}

package io.yett.lab.linux;

import io.yett.lab.Lab;
import io.yett.lab.LabException;
import io.yett.lab.LabProcess;
import io.yett.lab.NetworkNamespace;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A virtual machine, emulated (no KVM), whose one Ethernet port is a tap. Commands run in it by a
 * virtual serial port. For one thread.
 */
final class LinuxGuest implements AutoCloseable {
  private static final String QEMU = "qemu-system-x86_64";
  private static final Duration BOOT_LIMIT = Duration.ofMinutes(1);
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(30);
  private static final Pattern END = Pattern.compile("=exit=(\\d+)\\r?\\n$");
  private static final int MEMORY_MEBIBYTES = 192;
  private static final int READ = 1 << 16;

  private final LabProcess process;
  private final SocketChannel agent;

  private LinuxGuest(LabProcess process, SocketChannel agent) {
    this.process = process;
    this.agent = agent;
  }

  /** Why no guest can run on this machine; empty if one can. */
  static Optional<String> obstacle() {
    for (String tool : List.of("/usr/bin/" + QEMU, "/bin/busybox", "/usr/bin/perl")) {
      if (!Files.isExecutable(Path.of(tool))) {
        return Optional.of("needs " + tool + ": see deploy/packages.txt");
      }
    }
    try {
      KernelPackage.find();
      return Optional.empty();
    } catch (LabException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Boots it on a tap that it makes in the namespace; returns when the guest answers. */
  static LinuxGuest boot(Lab lab, NetworkNamespace namespace, String tap) throws IOException {
    KernelPackage kernel = KernelPackage.find();
    Path image = GuestImage.build(kernel, lab.folder());
    namespace.ip("tuntap", "add", "dev", tap, "mode", "tap");
    namespace.ip("link", "set", tap, "up");
    Path socket = lab.folder().resolve("guest.sock");
    LabProcess qemu =
        lab.start(
            namespace.command(command(kernel.image(), image, tap, socket)),
            lab.folder().resolve("guest.log"));
    qemu.await("agent's socket", BOOT_LIMIT, () -> Files.exists(socket));
    SocketChannel agent = SocketChannel.open(StandardProtocolFamily.UNIX);
    agent.connect(UnixDomainSocketAddress.of(socket));
    agent.configureBlocking(false);
    LinuxGuest guest = lab.manage(new LinuxGuest(qemu, agent));
    guest.run(BOOT_LIMIT, "true");
    return guest;
  }

  private static List<String> command(Path kernel, Path image, String tap, Path socket) {
    return List.of(
        QEMU,
        "-accel",
        "tcg",
        "-cpu",
        "max",
        "-m",
        Integer.toString(MEMORY_MEBIBYTES),
        "-display",
        "none",
        "-no-reboot",
        "-serial",
        "stdio",
        "-kernel",
        kernel.toString(),
        "-initrd",
        image.toString(),
        "-append",
        "console=ttyS0 panic=-1 quiet",
        "-netdev",
        "tap,id=net,script=no,downscript=no,ifname=" + tap,
        "-device",
        // No offload: what leaves the guest is a packet as on a wire.
        "virtio-net-pci,netdev=net,csum=off,guest_csum=off,romfile=",
        "-device",
        "virtio-serial-pci",
        "-chardev",
        "socket,id=agent,server=on,wait=off,path=" + socket,
        "-device",
        "virtserialport,chardev=agent");
  }

  /** Runs a shell script in the guest; its output. Throws unless it succeeds. */
  String run(String script) {
    return run(COMMAND_LIMIT, script);
  }

  private String run(Duration limit, String script) {
    try {
      String line =
          Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8)) + "\n";
      ByteBuffer out = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
      while (out.hasRemaining()) {
        agent.write(out);
      }
      return answer(limit, script);
    } catch (IOException e) {
      throw new LabException("the guest is gone: " + process.lastLine(), e);
    }
  }

  private String answer(Duration limit, String script) throws IOException {
    StringBuilder text = new StringBuilder();
    ByteBuffer in = ByteBuffer.allocate(READ);
    long deadline = System.nanoTime() + limit.toNanos();
    try (Selector selector = Selector.open()) {
      agent.register(selector, SelectionKey.OP_READ);
      while (true) {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0) {
          throw new LabException("the guest did not answer in time: " + script);
        }
        selector.select(left);
        selector.selectedKeys().clear();
        if (agent.read(in) < 0) {
          throw new IOException("end of stream");
        }
        text.append(StandardCharsets.ISO_8859_1.decode(in.flip()));
        in.clear();
        Matcher end = END.matcher(text);
        if (end.find()) {
          return checked(script, text.substring(0, end.start()), end.group(1));
        }
      }
    }
  }

  private static String checked(String script, String output, String code) {
    if (!code.equals("0")) {
      throw new LabException(
          "in the guest, '%s' ended with %s: %s".formatted(script, code, output));
    }
    return output;
  }

  @Override
  public void close() throws IOException {
    agent.close();
    process.kill();
  }
}

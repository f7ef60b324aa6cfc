package io.yett.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real strongSwan in a namespace, with ESP in user space (its plugin kernel-libipsec), which
 * wants UDP encapsulation. It needs nothing of the system's own strongSwan: it has its own
 * configuration, control socket and log.
 */
public final class StrongSwan implements AutoCloseable {
  /**
   * The root of another Debian in a folder whose strongSwan is to run in place of this system's,
   * see deploy/ci/strongswan-root.sh; null for this system's.
   */
  private static final String ROOT = System.getenv("YETT_STRONGSWAN_ROOT");

  private static final Path DAEMON = installed("usr/sbin/charon-systemd");
  private static final Path CLIENT = installed("usr/sbin/swanctl");
  private static final Path ESP_PLUGIN =
      installed("usr/lib/ipsec/plugins/libstrongswan-kernel-libipsec.so");

  /** Runs a command in that root, where the lab's folder and /dev are too, under the same names. */
  private static final String IN_ROOT =
      """
      root=$1 folder=$2
      shift 2
      mkdir -p "$root$folder"
      mount --bind "$folder" "$root$folder"
      mount --rbind /dev "$root/dev"
      mount -t proc proc "$root/proc"
      mount -t tmpfs tmpfs "$root/run"
      exec chroot "$root" "$@"
      """;

  private static final String PLUGINS =
      "random nonce pem pkcs1 pkcs8 x509 constraints pubkey hmac kdf aes sha1 sha2 mgf1 gmp"
          + " curve25519 eap-identity eap-mschapv2 ctr ccm chapoly cmac xcbc drbg gcm openssl"
          + " kernel-libipsec kernel-netlink socket-default vici updown";
  private static final String MANY_PEERS =
      """
        ikesa_table_size = 16384
        ikesa_table_segments = 16
        dos_protection = no
        cookie_threshold = 0
        block_threshold = 0
        init_limit_half_open = 0
        half_open_timeout = 600
        install_routes = no
      """;
  private static final List<String> CREDENTIAL_FOLDERS =
      List.of(
          "x509",
          "x509ca",
          "x509ocsp",
          "x509aa",
          "x509ac",
          "x509crl",
          "pubkey",
          "private",
          "rsa",
          "ecdsa",
          "bliss",
          "pkcs8",
          "pkcs12");
  private static final Pattern VERSION = Pattern.compile("strongSwan (\\d+[\\w.]*)");
  private static final Duration START_LIMIT = Duration.ofSeconds(10);

  private final Lab lab;
  private final NetworkNamespace namespace;
  private final Path folder;
  private final SwanctlConfig config;
  private UnaryOperator<String> amendment = UnaryOperator.identity();
  private int fragmentOctets = 1280;
  private int logLevel = 1;
  private String more = "";
  private String plugins = PLUGINS;
  private LabProcess process;

  /** Prepares a peer that lives in this namespace; {@link #start} starts it. */
  public StrongSwan(Lab lab, NetworkNamespace namespace, String name, SwanctlConfig config) {
    this.lab = lab;
    this.namespace = namespace;
    this.folder = lab.folder().resolve(name);
    this.config = config;
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      for (String credentials : CREDENTIAL_FOLDERS) {
        Files.createDirectories(folder.resolve(credentials));
      }
      // AppArmor's profiles go by the path; these would confine the originals to /etc and /run.
      Files.copy(DAEMON, daemon(), StandardCopyOption.COPY_ATTRIBUTES);
      Files.copy(CLIENT, client(), StandardCopyOption.COPY_ATTRIBUTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Why no strongSwan can run on this machine; empty if one can. */
  public static Optional<String> obstacle() {
    for (Path file : List.of(DAEMON, CLIENT, ESP_PLUGIN)) {
      if (!Files.exists(file)) {
        return Optional.of("needs strongSwan's " + file + ": see deploy/packages.txt");
      }
    }
    return Files.exists(Path.of("/dev/net/tun"))
        ? Optional.empty()
        : Optional.of("needs /dev/net/tun, for strongSwan's ESP in user space");
  }

  /** Changes the text of its swanctl.conf; before {@link #start}. */
  public void amend(UnaryOperator<String> change) {
    amendment = change;
  }

  /** Gives its daemon one more setting; before {@link #start}. */
  public void option(String line) {
    more = "  " + line;
  }

  /**
   * Gives it a file of credentials; before {@link #start}.
   *
   * @param kind {@code x509}, {@code x509ca}, {@code private} and so on
   */
  public void credential(String kind, Path file) {
    try {
      Files.copy(
          file,
          folder.resolve(kind).resolve(file.getFileName()),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path installed(String path) {
    return Path.of(ROOT == null ? "/" : ROOT).resolve(path);
  }

  /** Whether it is the one of YETT_STRONGSWAN_ROOT, which is newer than this system's. */
  public static boolean isOfAnotherRoot() {
    return ROOT != null;
  }

  private List<String> inRoot(List<String> words) {
    if (ROOT == null) {
      return words;
    }
    List<String> all =
        new ArrayList<>(
            List.of("unshare", "--mount", "--propagation", "private", "sh", "-euc", IN_ROOT, "sh"));
    all.add(ROOT);
    all.add(folder.toAbsolutePath().toString());
    all.addAll(words);
    return all;
  }

  /** Its version, e.g. {@code 5.9.8}. */
  public static String version() {
    // It also tries to reach a running daemon, and fails; the version comes first.
    Command asked = Command.run(Command.LIMIT, List.of(CLIENT.toString(), "--version"));
    Matcher matcher = VERSION.matcher(asked.output() + asked.errors());
    return matcher.find() ? matcher.group(1) : "of unknown version";
  }

  /** Sets the size of IP packets that carry fragments of IKE messages; before {@link #start}. */
  public void fragmentOctets(int octets) {
    fragmentOctets = octets;
  }

  /**
   * Makes it a responder for many peers at one address, as its documentation advises: OpenSSL does
   * what it can, hash tables of a size for them, no check whether a peer is there already, no
   * limits on strangers, no log. Traffic does not matter: it sets no routes. Before {@link #start}.
   */
  public void forManyPeers() {
    more = MANY_PEERS;
    plugins = "openssl " + PLUGINS.replace(" openssl", "");
    logLevel = -1;
    amend(text ->
        text.replace("    encap = yes", "    encap = yes\n    unique = never")
            .replaceAll("(?m)^ *id-(local|remote) = .*\\R", ""));
  }

  /** Of the daemon, while it runs. */
  public long pid() {
    return process.pid();
  }

  private Path daemon() {
    return folder.resolve("charon");
  }

  private Path client() {
    return folder.resolve("swanctl");
  }

  private Path socket() {
    return folder.resolve("vici");
  }

  /** Its log, which tells every message and decision. */
  public Path log() {
    return folder.resolve("charon.log");
  }

  private String daemonConfig() {
    return """
    charon-systemd {
      load = %s
      retransmit_tries = 3
      retransmit_timeout = 1.0
      retransmit_base = 1.5
      fragment_size = %s
    %s
      journal {
        default = -1
      }
      filelog {
        main {
          path = %s
          time_format = %%F %%T
          flush_line = yes
          append = yes
          default = %s
        }
      }
      plugins {
        vici {
          socket = unix://%s
        }
      }
    }
    swanctl {
      load = random openssl pem pkcs1 pkcs8 x509 curve25519
    }
    """
        .formatted(plugins, fragmentOctets, more, log(), logLevel, socket());
  }

  /** Starts the daemon and loads the connection. */
  public void start() {
    try {
      Files.deleteIfExists(socket());
      Files.writeString(folder.resolve("strongswan.conf"), daemonConfig());
      Files.writeString(folder.resolve("swanctl.conf"), amendment.apply(config.text()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ProcessBuilder builder = namespace.command(inRoot(List.of(daemon().toString())));
    builder.environment().put("STRONGSWAN_CONF", folder.resolve("strongswan.conf").toString());
    process = lab.start(builder, folder.resolve("strongswan.log"));
    process.await("control socket", START_LIMIT, () -> Files.exists(socket()));
    swanctl("--load-all", "--file", folder.resolve("swanctl.conf").toString()).orThrow();
  }

  /** SIGKILL: it says goodbye to nobody. */
  public void kill() {
    process.kill();
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Begins the connection's child and waits until it is up, or says why not. */
  public void initiate(String child) {
    swanctl("--initiate", "--child", child, "--timeout", "10").orThrow();
  }

  /** Rekeys the Child SA of that name. */
  public void rekeyChild(String child) {
    swanctl("--rekey", "--child", child).orThrow();
  }

  /** Rekeys the IKE SA of that name. */
  public void rekeyIke(String connection) {
    swanctl("--rekey", "--ike", connection).orThrow();
  }

  /** Deletes the IKE SA of that name with its Child SAs, and tells the peer. */
  public void terminate(String connection) {
    swanctl("--terminate", "--ike", connection, "--timeout", "10").orThrow();
  }

  /** The SAs that it has now. */
  public SwanctlSas sas() {
    return SwanctlSas.parse(swanctl("--list-sas").orThrow().output());
  }

  private Command swanctl(String... words) {
    List<String> all = new ArrayList<>(List.of(client().toString()));
    all.addAll(List.of(words));
    all.addAll(List.of("--uri", "unix://" + socket()));
    ProcessBuilder builder = new ProcessBuilder(inRoot(all));
    builder.environment().put("STRONGSWAN_CONF", folder.resolve("strongswan.conf").toString());
    builder.environment().put("SWANCTL_DIR", folder.toString());
    return Command.run(Command.LIMIT, builder);
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }
}

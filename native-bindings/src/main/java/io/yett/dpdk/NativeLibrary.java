package io.yett.dpdk;

import io.yett.dpdk.generated.YettDpdk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds and loads the C library: the file that the property {@code yett.native.library} names, or
 * the one in the jar that fits the installed DPDK, extracted to a directory that only this user can
 * enter. Any thread; loads once.
 */
public final class NativeLibrary {
  /** System property: path of a libyett_dpdk.so to load instead of the one in the jar. */
  public static final String PATH_PROPERTY = "yett.native.library";

  /**
   * DPDK ABI versions that a jar may carry a library for, newest first: 25.11, 24.11, 23.11, 22.11.
   */
  private static final List<String> ABIS = List.of("26", "25", "24", "23");

  private static volatile boolean loaded;

  private NativeLibrary() {}

  /**
   * Loads the library and checks that it belongs to this jar.
   *
   * @throws DpdkException if DPDK is not installed, or of a version that the jar has no library for
   */
  public static void load() {
    if (!loaded) {
      loadOnce();
    }
  }

  private static synchronized void loadOnce() {
    if (loaded) {
      return;
    }
    String path = System.getProperty(PATH_PROPERTY);
    if (path != null) {
      loadFile(Path.of(path).toAbsolutePath());
    } else {
      loadFromJar();
    }
    checkHeader(path == null ? "the jar" : path);
    loaded = true;
  }

  private static void loadFile(Path file) {
    if (!Files.isReadable(file)) {
      throw new DpdkException(
          "no native library at "
              + file
              + "; remedy: correct -D"
              + PATH_PROPERTY
              + " or leave it out");
    }
    try {
      System.load(file.toString());
    } catch (UnsatisfiedLinkError e) {
      throw new DpdkException(
          "cannot load "
              + file
              + " ("
              + e.getMessage()
              + "); remedy: install the DPDK that it was built for",
          e);
    }
  }

  private static void loadFromJar() {
    UnsatisfiedLinkError last = null;
    StringBuilder tried = new StringBuilder();
    for (String abi : ABIS) {
      try (InputStream in =
          NativeLibrary.class.getResourceAsStream("native/libyett_dpdk.so." + abi)) {
        if (in != null) {
          tried.append(tried.isEmpty() ? "" : ", ").append(release(abi));
          load(in);
          return;
        }
      } catch (UnsatisfiedLinkError e) {
        last = e;
      } catch (IOException e) {
        throw new DpdkException(
            "cannot extract the native library to "
                + System.getProperty("java.io.tmpdir")
                + " ("
                + e
                + "); remedy: free space there, or set -Djava.io.tmpdir",
            e);
      }
    }
    if (last == null) {
      throw new DpdkException(
          "this jar has no native library; remedy: build it with Maven on Linux");
    }
    throw new DpdkException(
        "DPDK is not installed, or not the release that this jar was built for ("
            + tried
            + "): "
            + last.getMessage()
            + "; remedy: apt-get install dpdk, or build Yett on this machine",
        last);
  }

  private static String release(String abi) {
    return "DPDK " + (Integer.parseInt(abi) - 1) + ".11";
  }

  /** The file is deleted once mapped, so nothing is left behind whatever ends the process. */
  private static void load(InputStream in) throws IOException {
    Path directory = Files.createTempDirectory("yett-native-");
    Path file = directory.resolve("libyett_dpdk.so");
    try {
      Files.copy(in, file);
      System.load(file.toString());
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
    }
  }

  private static void checkHeader(String where) {
    int library = YettDpdk.yett_header_version();
    if (library != YettDpdk.YETT_HEADER_VERSION()) {
      throw new DpdkException(
          "the native library of "
              + where
              + " has API version "
              + library
              + ", this jar needs "
              + YettDpdk.YETT_HEADER_VERSION()
              + "; remedy: rebuild both together (mvn clean package)");
    }
    int compiled = YettDpdk.yett_dpdk_compiled();
    int running = YettDpdk.yett_dpdk_loaded();
    if (compiled != running) {
      throw new DpdkException(
          "the native library was built for DPDK "
              + DpdkVersion.format(compiled)
              + " but "
              + DpdkVersion.format(running)
              + " is installed; remedy: build Yett on this machine");
    }
    Layout.Table.check();
  }
}

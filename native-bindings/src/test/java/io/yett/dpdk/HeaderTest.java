package io.yett.dpdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Header, C library, generated bindings and hand-made hot calls agree with one another. */
class HeaderTest {
  private static final Path HEADER = Path.of("src/main/c/yett_dpdk.h");
  private static final Path RECORDED =
      Path.of("src/main/java/io/yett/dpdk/generated/yett_dpdk.h.sha256");

  private static String header;

  @BeforeAll
  static void readHeader() throws Exception {
    header = Files.readString(HEADER);
    NativeLibrary.load();
  }

  @Test
  void bindingsWereGeneratedFromThisHeader() throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(header.getBytes(StandardCharsets.UTF_8));
    assertThat(Files.readString(RECORDED).strip())
        .as("run native-bindings/jextract.sh after a change of yett_dpdk.h")
        .endsWith(HexFormat.of().formatHex(digest));
  }

  @Test
  void everyFunctionIsBoundWithItsSignature() {
    assertThat(HeaderCheck.functions(header)).hasSizeGreaterThan(60);
    assertThat(HeaderCheck.differences(header)).isEmpty();
  }

  @Test
  void everyFunctionIsInTheLibrary() {
    assertThat(HeaderCheck.functions(header).keySet())
        .allSatisfy(
            name -> assertThat(SymbolLookup.loaderLookup().find(name)).as(name).isPresent());
  }

  @Test
  void theCheckSeesChangedRemovedAndAddedFunctions() {
    String changed =
        header
            .replace("yett_port_start(uint16_t port)", "yett_port_start(uint32_t port)")
            .replace("YETT_API int32_t yett_port_stop(uint16_t port);", "")
            .replace("YETT_API int32_t yett_port_count(void);", "YETT_API void yett_new(void);");
    assertThat(HeaderCheck.differences(changed))
        .containsExactlyInAnyOrder(
            "yett_port_start: header int(int), bindings int(short)",
            "yett_new: header void(), bindings nothing",
            "yett_port_stop$descriptor: in the bindings, not in the header",
            "yett_port_count$descriptor: in the bindings, not in the header");
  }

  @Test
  void hotCallsHaveTheHeadersSignatures() {
    // The burst of an unknown port would crash, so the class is made known by its map alone.
    var functions = HeaderCheck.functions(header);
    assertThat(HotCalls.descriptors()).hasSize(15);
    HotCalls.descriptors()
        .forEach((name, descriptor) ->
            assertThat(HeaderCheck.signature(descriptor)).as(name).isEqualTo(functions.get(name)));
  }
}

package io.yett.lab.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class InteropTableTest {
  private static final Path FILE = Path.of("../docs/interop-linux.md");

  @Test
  void theTableNamesTheCellsThatRun() throws IOException {
    String expected = InteropTable.write();
    if (System.getenv("YETT_DOCS_WRITE") != null) {
      Files.writeString(FILE, expected);
    }

    assertThat(Files.readString(FILE))
        .as(
            "write it anew: YETT_DOCS_WRITE=1 mvn -pl deploy -am test -Dtest=InteropTableTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false")
        .isEqualTo(expected);
  }
}

package io.yett.dataplane.sad;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dpdk.Memory;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4303 section 3.4.3 and Appendix A, by a truth table and against a set of seen numbers. */
class ReplayWindowTest {
  /** The window as its definition has it: everything seen, and the highest of it. */
  private static final class Model {
    private final Set<Long> seen = new HashSet<>();
    private final int window;
    private long top;

    Model(int window, long top) {
      this.window = window;
      this.top = top;
    }

    boolean accept(long sequence) {
      if (sequence <= 0 || sequence <= top - window || !seen.add(sequence)) {
        return false;
      }
      top = Math.max(top, sequence);
      return true;
    }
  }

  private static final class Window {
    private final int size;
    private final long bitmap;
    private long top;

    Window(int size, long top) {
      this.size = size;
      this.top = top;
      this.bitmap = Memory.allocate(ReplayWindow.bitmapBytes(size));
    }

    boolean accept(long sequence) {
      boolean checked = ReplayWindow.check(top, size, bitmap, sequence);
      long newTop = ReplayWindow.mark(top, size, bitmap, sequence);
      assertThat(newTop >= 0).as("mark agrees with check").isEqualTo(checked);
      if (newTop >= 0) {
        top = newTop;
      }
      return newTop >= 0;
    }
  }

  @Test
  void truthTable() {
    Window w = new Window(64, 0);
    long[][] table = {
      // number, accepted, top after
      {0, 0, 0}, // never sent
      {1, 1, 1}, // first
      {1, 0, 1}, // replay
      {9, 1, 9}, // gap
      {8, 1, 9}, // late, in the window
      {8, 0, 9},
      {9, 0, 9},
      {73, 1, 73}, // 9 is now just left of the window
      {9, 0, 73},
      {10, 1, 73}, // the leftmost in it
      {10, 0, 73},
      {74, 1, 74},
      {10, 0, 74},
      {11, 1, 74},
      {1000, 1, 1000}, // a jump beyond the whole window
      {937, 1, 1000},
      {936, 0, 1000},
      {999, 1, 1000},
      {999, 0, 1000},
      {1000, 0, 1000},
      {1063, 1, 1063},
      {1064, 1, 1064},
      {1064 + 127, 1, 1191}, // a jump by almost the ring of blocks
      {1128, 1, 1191},
      {1127, 0, 1191},
      {1064 + 64, 0, 1191},
    };
    for (long[] row : table) {
      assertThat(w.accept(row[0])).as("number %d", row[0]).isEqualTo(row[1] == 1);
      assertThat(w.top).isEqualTo(row[2]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 128, 256, 512, 1024, 2048, 4096})
  void equalsTheModelOnRandomSequences(int size) {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      // Begin close to a 32-bit boundary, so that the run crosses it.
      long start = seed % 2 == 0 ? 0 : 0xFFFF_FFFFL - random.nextInt(3 * size);
      Window window = new Window(size, start);
      Model model = new Model(size, start);
      for (int i = 0; i < 20_000; i++) {
        long sequence = next(random, model.top, size);
        assertThat(window.accept(sequence))
            .as("seed %d step %d number %d top %d", seed, i, sequence, model.top)
            .isEqualTo(model.accept(sequence));
        assertThat(window.top).isEqualTo(model.top);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 1024, 4096})
  void infersTheHighHalfOfWhateverIsNearTheTop(int size) {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      long top = (1L + random.nextInt(5)) << 32;
      for (int i = 0; i < 20_000; i++) {
        top = Math.max(1, top + random.nextInt(3 * size) - size);
        long ahead = random.nextBoolean() ? random.nextInt(4 * size) : random.nextInt() & 0xFFFF;
        long sequence = random.nextBoolean() ? top + ahead : top - random.nextInt(size);
        assertThat(ReplayWindow.infer(top, size, (int) sequence))
            .as("seed %d top %d", seed, top)
            .isEqualTo(sequence);
      }
    }
  }

  /** RFC 4303 Appendix A2.2: case A and case B, and their edges. */
  @ParameterizedTest
  @CsvSource({
    "0x000000000, 0x00000001, 0x000000001",
    "0x000000005, 0x00000003, 0x000000003",
    "0x0FFFFFFFF, 0x00000000, 0x100000000",
    "0x0FFFFFFFF, 0xFFFFFFC0, 0x0FFFFFFC0",
    "0x0FFFFFFFF, 0xFFFFFFBF, 0x1FFFFFFBF",
    "0x100000005, 0xFFFFFFFF, 0x0FFFFFFFF",
    "0x100000005, 0x00000006, 0x100000006",
    "0x100000005, 0xFFFFFFC6, 0x0FFFFFFC6",
    "0x100000005, 0xFFFFFFC5, 0x1FFFFFFC5",
    "0x20000003F, 0x00000000, 0x200000000",
    "0x20000003F, 0xFFFFFFFF, 0x2FFFFFFFF",
  })
  void infersAsAppendixASays(String top, String low, String expected) {
    long inferred =
        ReplayWindow.infer(Long.decode(top), 64, Integer.parseUnsignedInt(low.substring(2), 16));
    assertThat(inferred).isEqualTo(Long.decode(expected));
  }

  @Test
  void beforeTheFirstPacketNumbersLeftOfZeroAreReplays() {
    long bitmap = Memory.allocate(ReplayWindow.bitmapBytes(64));
    long inferred = ReplayWindow.infer(0, 64, -1);
    assertThat(inferred).isNegative();
    assertThat(ReplayWindow.check(0, 64, bitmap, inferred)).isFalse();
  }

  private static long next(Random random, long top, int size) {
    return switch (random.nextInt(8)) {
      case 0 -> top + 1 + random.nextInt(3 * size);
      case 1 -> top - size + random.nextInt(3);
      case 2 -> random.nextInt(5);
      case 3, 4 -> top + 1;
      default -> top - random.nextInt(size + 10);
    };
  }
}

package io.yett.perf.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.route.NeighborTable;
import io.yett.dpdk.Memory;
import java.lang.foreign.Arena;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Neighbours: written by the control thread, read by all stages. */
public final class NeighborStress {
  private static final int PORT = 0;
  private static final int ADDRESS = 0x0A01_0009;
  private static final long OWN = 0x0101_0101_0101L;
  private static final long FIRST = 0x0202_0202_0202L;
  private static final long SECOND = 0x0303_0303_0303L;

  private NeighborStress() {}

  /** A table of its own for each state, and room for a frame's header. */
  private static final class Table {
    private final Arena arena = new RecycledArena();
    private final NeighborTable neighbors = new NeighborTable(arena, 8, OWN);
    private final long frame = arena.allocate(16, 8).address();

    void update(long mac) {
      neighbors.update(PORT, ADDRESS, mac);
    }

    /** Writes a header as a lane does, and says what it is. */
    String header() {
      int index = neighbors.find(PORT, ADDRESS);
      if (index < 0) {
        return "absent";
      }
      if (!neighbors.writeHeader(index, frame)) {
        return "unknown";
      }
      boolean ours = Memory.getLong(frame + 6) == Ethernet.secondLongIpv4(OWN);
      long destination = Memory.getLong(frame) & Ethernet.MAC_MASK;
      if (ours && destination == FIRST) {
        return "first";
      }
      return ours && destination == SECOND ? "second" : "broken";
    }
  }

  /** A new neighbour is there with its address and ours, or not at all. */
  @JCStressTest
  @Outcome(id = "absent", expect = ACCEPTABLE, desc = "It is not there yet.")
  @Outcome(id = "first", expect = ACCEPTABLE, desc = "It is there with its address.")
  @Outcome(expect = FORBIDDEN, desc = "An entry without its address, or half a header.")
  @State
  public static class Publish {
    private final Table table = new Table();

    /** Control thread. */
    @Actor
    public void control() {
      table.update(FIRST);
    }

    /** A lane. */
    @Actor
    public void lane(L_Result r) {
      r.r1 = table.header();
    }
  }

  /** A neighbour that moves has the old address or the new one. */
  @JCStressTest
  @Outcome(id = "first", expect = ACCEPTABLE, desc = "The old address.")
  @Outcome(id = "second", expect = ACCEPTABLE, desc = "The new address.")
  @Outcome(expect = FORBIDDEN, desc = "Neither, or half of each.")
  @State
  public static class Move {
    private final Table table = new Table();

    /** Makes the entry. */
    public Move() {
      table.update(FIRST);
    }

    /** Control thread. */
    @Actor
    public void control() {
      table.update(SECOND);
    }

    /** A lane. */
    @Actor
    public void lane(L_Result r) {
      r.r1 = table.header();
    }
  }

  /** A neighbour that is forgotten has its address or none; the entry stays. */
  @JCStressTest
  @Outcome(id = "first", expect = ACCEPTABLE, desc = "The address.")
  @Outcome(id = "unknown", expect = ACCEPTABLE, desc = "No address; the packet waits.")
  @Outcome(expect = FORBIDDEN, desc = "The entry went, or half a header.")
  @State
  public static class Forget {
    private final Table table = new Table();

    /** Makes the entry. */
    public Forget() {
      table.update(FIRST);
    }

    /** Control thread. */
    @Actor
    public void control() {
      table.update(0);
    }

    /** A lane. */
    @Actor
    public void lane(L_Result r) {
      r.r1 = table.header();
    }
  }
}

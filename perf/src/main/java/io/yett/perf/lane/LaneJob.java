package io.yett.perf.lane;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.yett.perf.scenario.Scenario;
import io.yett.perf.traffic.TrafficFiles;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@link LaneProgram} is to do, as a file. What is as usual is not written, and what is not
 * known is refused, so that programs of other commits either understand a job or say that they do
 * not.
 *
 * @param files packets; replayed without end unless {@code capture} is given
 * @param cpus of the lane's threads; empty leaves them unpinned
 * @param hugepages DPDK's memory is in hugepages
 * @param burst packets per burst, 1..64
 * @param crypto DPDK's name of the crypto device, or {@code multi_buffer}
 * @param capture null, or a file for what leaves by the port that receives nothing; the packets are
 *     then sent once
 */
public record LaneJob(
    Scenario scenario,
    TrafficFiles files,
    List<Integer> cpus,
    boolean hugepages,
    int burst,
    String crypto,
    Path capture) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              value -> value.withValueInclusion(JsonInclude.Include.NON_DEFAULT))
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Copies the list. */
  public LaneJob {
    cpus = cpus == null ? List.of() : List.copyOf(cpus);
  }

  /** Reads a job; the message of the exception says what it does not understand. */
  public static LaneJob read(Path file) throws JacksonException {
    return MAPPER.readValue(file, LaneJob.class);
  }

  /** Writes this job. */
  public void write(Path file) throws JacksonException {
    MAPPER.writeValue(file, this);
  }

  /** Buffers that hold the files' frames; net_pcap keeps all that it repeats. */
  int keptFrames() {
    return capture != null ? 0 : scenario.traffic().frames() * files.all().size();
  }
}

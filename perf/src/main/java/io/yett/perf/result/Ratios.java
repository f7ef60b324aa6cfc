package io.yett.perf.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.yett.perf.scenario.SystemName;

/**
 * Yett beside others in one scenario, round by round; null where one is missing.
 *
 * @param peer yett by ipsec-secgw
 * @param floor yett by the floor
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Ratios(
    String scenario,
    @JsonProperty("yett/ipsec-secgw") Spread peer,
    @JsonProperty("yett/floor") Spread floor) {
  static Ratios of(String scenario, Measurements measurements) {
    return new Ratios(
        scenario,
        measurements
            .ratio(scenario, SystemName.YETT, scenario, SystemName.IPSEC_SECGW)
            .orElse(null),
        measurements.ratio(scenario, SystemName.YETT, scenario, SystemName.FLOOR).orElse(null));
  }
}

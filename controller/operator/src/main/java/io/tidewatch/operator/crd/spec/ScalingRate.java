package io.tidewatch.operator.crd.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** At most so many pods, or percent of them, within a period. */
public record ScalingRate(
    @Required @JsonPropertyDescription("What value counts.") Type type,
    @Required @Min(1) @JsonPropertyDescription("Pods or percent.") Integer value,
    @Required @Min(1) @Max(1800) @JsonPropertyDescription("Length of the period.")
        Integer periodSeconds) {
  /** What a rate counts. */
  public enum Type {
    Pods,
    Percent
  }
}

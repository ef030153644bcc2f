package io.tidewatch.operator.crd.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import java.util.List;

/** One direction of a behaviour. */
public record ScalingRules(
    @Min(0) @Max(3600) @JsonPropertyDescription("Seconds of past wishes that are considered; 0 up, 300 down.")
        Integer stabilizationWindowSeconds,
    @JsonPropertyDescription("Which of several policies holds; Max when absent.")
        Select selectPolicy,
    @JsonPropertyDescription("What is allowed within a period.") List<ScalingRate> policies) {
  /** Which of several policies holds. */
  public enum Select {
    Max,
    Min,
    Disabled
  }
}

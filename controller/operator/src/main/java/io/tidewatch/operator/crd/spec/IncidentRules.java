package io.tidewatch.operator.crd.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import java.util.List;
import java.util.Map;

/** Which incidents are told, and where they go. */
public record IncidentRules(
    @Default("warning") @JsonPropertyDescription("The least severity that opens an incident.")
        Severity severity,
    @JsonPropertyDescription(
            "Names of receivers in the controller's configuration; all of them when absent.")
        List<String> routes,
    @JsonPropertyDescription("Labels that every alert carries, such as team.")
        Map<String, String> labels) {
  /** How loud an incident is. */
  public enum Severity {
    @JsonProperty("info")
    INFO,
    @JsonProperty("warning")
    WARNING,
    @JsonProperty("critical")
    CRITICAL
  }
}

package io.tidewatch.local.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;

/** A registered model; the alias is empty if it was not promoted. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ModelVersion(
    String name, String version, @JsonInclude String alias, String runId, String experimentId) {
  public ModelVersion {
    alias = Objects.requireNonNullElse(alias, "");
    runId = Objects.requireNonNullElse(runId, "");
    experimentId = Objects.requireNonNullElse(experimentId, "");
  }
}

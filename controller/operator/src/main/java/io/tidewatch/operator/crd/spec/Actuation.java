package io.tidewatch.operator.crd.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a decision reaches the workload. */
public enum Actuation {
  @JsonProperty("hpa")
  HPA,
  @JsonProperty("metric")
  METRIC,
  @JsonProperty("scale")
  SCALE
}

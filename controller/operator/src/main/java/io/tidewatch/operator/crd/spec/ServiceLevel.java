package io.tidewatch.operator.crd.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** The service level objective. */
public record ServiceLevel(
    @Min(1) @JsonPropertyDescription("The 95th percentile of latency that must not be exceeded.")
        Integer latencyP95Millis,
    @Min(0) @Max(100) @JsonPropertyDescription("The share of failed requests that must not be exceeded.")
        Double errorPercent) {}

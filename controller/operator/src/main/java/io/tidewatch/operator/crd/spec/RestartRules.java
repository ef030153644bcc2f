package io.tidewatch.operator.crd.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** Replacing pods before they fail, through the Eviction API and under PodDisruptionBudgets. */
public record RestartRules(
    @Default("false") @JsonPropertyDescription("Whether it may be done at all.") Boolean enabled,
    @Default("2") @Min(1) @Max(50) @JsonPropertyDescription("Most pods replaced in 24 hours.")
        Integer mostPerDay,
    @Default("30")
        @Min(1) @Max(1440) @JsonPropertyDescription(
            "Minutes after a replacement; a second anomaly within them is systemic: people are"
                + " told, nothing is done.")
        Integer coolDownMinutes) {}

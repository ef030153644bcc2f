package io.tidewatch.operator.crd.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Other bounds from one local time until another; it always has an end. */
@ValidationRule(
    value = "self.from < self.until",
    message = "until must be after from",
    fieldPath = ".until")
@ValidationRule(
    value = "has(self.minReplicas) || has(self.maxReplicas)",
    message = "an override gives minReplicas or maxReplicas")
@ValidationRule(
    value =
        "!has(self.minReplicas) || !has(self.maxReplicas) || self.minReplicas <= self.maxReplicas",
    message = "minReplicas must not be above maxReplicas",
    fieldPath = ".minReplicas")
public record BoundsOverride(
    @Required @Size(min = 1, max = 63) @JsonPropertyDescription("What the status calls it.")
        String name,
    @Required
        @Pattern(TimeWindow.LOCAL) @Size(max = 16) @JsonPropertyDescription("First minute, local: 2026-11-27T00:00.")
        String from,
    @Required
        @Pattern(TimeWindow.LOCAL) @Size(max = 16) @JsonPropertyDescription("The minute after the last, local.")
        String until,
    @Min(1) @JsonPropertyDescription("Fewest pods in that time.") Integer minReplicas,
    @Min(1) @JsonPropertyDescription("Most pods in that time.") Integer maxReplicas) {}

package io.tidewatch.operator.crd.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A condition as Kubernetes writes them. */
public record ConditionStatus(
    @Required @JsonPropertyDescription("What it is about.") String type,
    @Required @JsonPropertyDescription("True, False or Unknown.") String status,
    @Required @JsonPropertyDescription("A stable reason.") String reason,
    @JsonPropertyDescription("A sentence.") String message,
    @JsonPropertyDescription("When its status last changed.") String lastTransitionTime,
    @JsonPropertyDescription("The generation of the spec that it is about.")
        Long observedGeneration) {}

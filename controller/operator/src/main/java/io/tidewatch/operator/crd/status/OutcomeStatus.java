package io.tidewatch.operator.crd.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How something turned out. */
public record OutcomeStatus(
    @JsonPropertyDescription("When it was judged.") String at,
    @JsonPropertyDescription("floor, target or restart.") String action,
    @JsonPropertyDescription("helped, neutral, harmed or unknown.") String outcome,
    @JsonPropertyDescription("A sentence.") String message) {}

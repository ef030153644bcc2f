package io.tidewatch.operator.crd.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Something that was done. */
public record ActionStatus(
    @JsonPropertyDescription("When.") String at,
    @JsonPropertyDescription("floor, target or restart.") String action,
    @JsonPropertyDescription("A stable reason.") String reason,
    @JsonPropertyDescription("A sentence.") String message) {}

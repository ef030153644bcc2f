package io.tidewatch.operator.crd.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** One link of a chain of reasons. */
public record ReasonLink(
    @JsonPropertyDescription("A stable code.") String code,
    @JsonPropertyDescription("A sentence.") String text) {}

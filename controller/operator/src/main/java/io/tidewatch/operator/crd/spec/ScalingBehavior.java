package io.tidewatch.operator.crd.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** {@code behavior} of autoscaling/v2. */
public record ScalingBehavior(
    @JsonPropertyDescription(
            "How fast it may rise; default: the higher of 100 % and 4 pods in 15 s.")
        ScalingRules scaleUp,
    @JsonPropertyDescription(
            "How fast it may fall; default: 100 % in 15 s, after 300 s in which fewer were wanted.")
        ScalingRules scaleDown) {}

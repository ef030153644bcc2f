package io.tidewatch.operator.crd.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.tidewatch.domain.DecisionRecord.Action;
import java.util.List;

/** One decision. */
public record DecisionStatus(
    @JsonPropertyDescription("When it was made.") String at,
    @JsonPropertyDescription("What it does.") Action action,
    @JsonPropertyDescription("Ready pods as measured.") Integer replicas,
    @JsonPropertyDescription("Pods that it asks for.") Integer wanted,
    @JsonPropertyDescription("Pods that the HPA as its user wrote it would have.") Integer hpa,
    @JsonPropertyDescription(
            "The floor under the HPA that stands or, while nothing may be done, would be set.")
        Integer floor,
    @JsonPropertyDescription("Whether the forecast took part.") Boolean trusted,
    @JsonPropertyDescription("Demand as measured, to three digits.") Double demand,
    @JsonPropertyDescription("The chain of reasons, the weightiest last.")
        List<ReasonLink> reasons) {}

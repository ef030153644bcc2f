package io.tidewatch.operator.crd.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.tidewatch.domain.DecisionRecord.Mode;
import java.util.List;

/** What the controller has to say about one PredictiveScaler. */
public record PredictiveScalerStatus(
    @JsonPropertyDescription("The generation of the spec that this status is about.")
        Long observedGeneration,
    @JsonPropertyDescription("The mode in force: the lower of the spec's and the controller's.")
        Mode mode,
    @JsonPropertyDescription(
            "The one word that matters most: why nothing is decided, or what decided.")
        String reason,
    @JsonPropertyDescription("The same in a sentence.") String message,
    @JsonPropertyDescription("When the controller last wrote this status.") String updatedAt,
    @JsonPropertyDescription("The last decision.") DecisionStatus decision,
    @JsonPropertyDescription("What all decisions so far were worth beside the HPA's.")
        WorthStatus worth,
    @JsonPropertyDescription("What was done last.") ActionStatus lastAction,
    @JsonPropertyDescription("How the last action turned out whose time is over.")
        OutcomeStatus lastOutcome,
    @JsonPropertyDescription("Pods that were replaced within a day.") Integer restartsToday,
    @JsonPropertyDescription("What holds and what does not, each with a stable reason.")
        List<ConditionStatus> conditions) {}

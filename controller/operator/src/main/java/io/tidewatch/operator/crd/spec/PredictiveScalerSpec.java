package io.tidewatch.operator.crd.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.tidewatch.domain.DecisionRecord.Mode;

/** What the owner of a workload wants. */
@ValidationRule(
    value = "self.minReplicas <= self.maxReplicas",
    message = "minReplicas must not be above maxReplicas",
    fieldPath = ".minReplicas")
@ValidationRule(
    value = "self.actuation == 'hpa' || !has(self.hpa) || !has(self.hpa.trustedTarget)",
    message = "hpa.trustedTarget is only for actuation hpa: nothing else has a target to raise",
    fieldPath = ".hpa")
@ValidationRule(
    value =
        "!has(self.hpa) || !has(self.hpa.trustedTarget) || self.hpa.trustedTarget >= self.target",
    message = "hpa.trustedTarget must not be below target",
    fieldPath = ".hpa")
public record PredictiveScalerSpec(
    @Required @JsonPropertyDescription("The workload whose pods are counted.")
        TargetRef scaleTargetRef,
    @Default("observe")
        @JsonPropertyDescription(
            "How far the controller may go. observe: decide and record, write nothing but this"
                + " status. recommend: also Events. canary: a floor of at most one pod above the"
                + " HPA, one pod action a day. act: everything that this spec allows.")
        Mode mode,
    @Default("hpa")
        @JsonPropertyDescription(
            "How a decision reaches the workload. hpa: minReplicas of the HPA that owns the target"
                + " is raised for a while (and its target, see hpa.trustedTarget). metric: nothing"
                + " is written; list tidewatch_desired_replicas as one more External metric of your"
                + " HPA or ScaledObject. scale: the count is set through /scale; only without an"
                + " HPA.")
        Actuation actuation,
    @Default("2") @Min(1) @JsonPropertyDescription("Fewest pods. No decision goes below it.")
        Integer minReplicas,
    @Required @Min(1) @JsonPropertyDescription("Most pods. No decision goes above it.")
        Integer maxReplicas,
    @Default("{\"metric\": \"request_rate\"}")
        @JsonPropertyDescription("What the demand is, before any scaling effect.")
        DemandSource demand,
    @JsonPropertyDescription(
            "The query of the catalogue whose values are the ready pods. Absent: the built-in"
                + " ready_replicas for a Deployment, none for another kind.")
        String readyReplicas,
    @JsonPropertyDescription(
            "The demand that one ready pod carries within the SLO. Without it the capacity is"
                + " learned, and until it is known no forecast takes part in a decision.")
        PodCapacity capacity,
    @Default("60")
        @Min(1) @Max(100) @JsonPropertyDescription(
            "Percent of a pod's capacity that the HPA, as you wrote it, aims at. Without trust this"
                + " target decides, and savings are counted against it.")
        Integer target,
    @Default("60")
        @Min(1) @Max(3600) @JsonPropertyDescription(
            "Seconds from a scale-up until the new pods are Ready, plus 15. Forecasts reach 900;"
                + " beyond it the condition LeadTimeCovered is False.")
        Integer leadTimeSeconds,
    @JsonPropertyDescription("What users of the workload may expect.") ServiceLevel slo,
    @JsonPropertyDescription("By what the controller weighs pods against violations.")
        ParameterRules parameters,
    @JsonPropertyDescription("How fast the count may change, as in an autoscaling/v2 HPA.")
        ScalingBehavior behavior,
    @JsonPropertyDescription("What may be done to the HPA that owns the target.") HpaRules hpa,
    @JsonPropertyDescription("When to hold still, and when other bounds hold.") Schedule schedule,
    @JsonPropertyDescription("Whether pods may be replaced before they fail.") RestartRules restart,
    @JsonPropertyDescription("Whether requests and limits may be adjusted.") ResizeRules resize,
    @JsonPropertyDescription("Whom to tell what the controller cannot or must not mend itself.")
        IncidentRules incidents,
    @JsonPropertyDescription("What a pod costs, for the savings in the status. Dollars an hour.")
        CostRates cost) {}

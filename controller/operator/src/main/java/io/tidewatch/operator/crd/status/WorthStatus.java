package io.tidewatch.operator.crd.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Sums since the workload is known, rounded. */
public record WorthStatus(
    @JsonPropertyDescription("Pod-hours of the HPA less ours; negative when we were dearer.")
        Double savedPodHours,
    @JsonPropertyDescription("Pod-hours by which we were dearer, hour by hour.")
        Double regretPodHours,
    @JsonPropertyDescription("savedPodHours in money.") Double savedDollars,
    @JsonPropertyDescription(
            "As savedPodHours, but a violated minute counts as kappa times the usual pods.")
        Double pricedSavedPodHours,
    @JsonPropertyDescription("As regretPodHours, with violated minutes priced in the same way.")
        Double pricedRegretPodHours,
    @JsonPropertyDescription("pricedRegretPodHours in money.") Double regretDollars,
    @JsonPropertyDescription("Minutes in which our pods were too few for the demand, simulated.")
        Double violationMinutes,
    @JsonPropertyDescription("The same of the HPA as its user wrote it.")
        Double hpaViolationMinutes) {}

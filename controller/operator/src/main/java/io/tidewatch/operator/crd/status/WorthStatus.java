package io.tidewatch.operator.crd.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Sums since the workload is known, rounded. */
public record WorthStatus(
    @JsonPropertyDescription("Pod-hours of the HPA less ours; negative when we were dearer.")
        Double savedPodHours,
    @JsonPropertyDescription("Pod-hours by which we were dearer, hour by hour.")
        Double regretPodHours,
    @JsonPropertyDescription("savedPodHours in money.") Double savedDollars) {}

package io.tidewatch.operator.crd.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/** Dollars an hour. */
@ValidationRule(
    value = "!has(self.perPodHour) || (!has(self.perCpuHour) && !has(self.perGibHour))",
    message = "give cost.perPodHour, or cost.perCpuHour and cost.perGibHour")
public record CostRates(
    @Min(0) @JsonPropertyDescription("Of one CPU that a pod requests.") Double perCpuHour,
    @Min(0) @JsonPropertyDescription("Of one GiB of memory that a pod requests.") Double perGibHour,
    @Min(0) @JsonPropertyDescription("Of one pod, whatever it requests.") Double perPodHour) {}

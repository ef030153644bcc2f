package io.tidewatch.operator.crd.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** The workload in the namespace of the PredictiveScaler. */
public record TargetRef(
    @Default("apps/v1") @JsonPropertyDescription("Its group and version.") String apiVersion,
    @Default("Deployment")
        @Size(min = 1) @JsonPropertyDescription("Its kind, which must have a /scale subresource.")
        String kind,
    @Required @Size(min = 1) @JsonPropertyDescription("Its name.") String name) {}

package io.tidewatch.operator.crd.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** What may be done to the HPA. */
public record HpaRules(
    @JsonPropertyDescription("Its name; absent: the one whose scaleTargetRef is this target.")
        String name,
    @Min(1) @Max(100) @JsonPropertyDescription(
            "Percent of a pod's capacity that the HPA may aim at while forecasts are trusted. A"
                + " floor alone buys safety; this is what saves. Absent: the target is not"
                + " touched.")
        Integer trustedTarget,
    @Min(120) @Max(3600) @JsonPropertyDescription(
            "Seconds after which a floor is gone unless it is renewed; 600 when absent.")
        Integer floorSeconds) {}

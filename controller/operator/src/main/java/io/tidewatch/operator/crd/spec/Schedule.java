package io.tidewatch.operator.crd.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** When to hold still, and when other bounds hold. */
public record Schedule(
    @Default("UTC")
        @Size(min = 1) @JsonPropertyDescription(
            "IANA time zone of all times here, such as Europe/Berlin, and of the workload's"
                + " calendar.")
        String zone,
    @Size(max = 50) @JsonPropertyDescription(
            "Times in which nothing is changed: floors are restored, none is set.")
        List<TimeWindow> freezes,
    @Size(max = 50) @JsonPropertyDescription("Other bounds for a while, such as a sale that no history knows.")
        List<BoundsOverride> overrides) {}

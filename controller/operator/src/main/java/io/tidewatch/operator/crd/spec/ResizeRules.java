package io.tidewatch.operator.crd.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Adjusting requests and limits, the QoS class kept. */
public record ResizeRules(
    @Default("false") @JsonPropertyDescription("Whether it may be done at all.") Boolean enabled,
    @Default("true") @JsonPropertyDescription("Whether running pods may be resized in place.")
        Boolean inPlace,
    @Default("60")
        @Min(1) @Max(1440) @JsonPropertyDescription("Minutes between two looks at the right size.")
        Integer everyMinutes,
    @JsonPropertyDescription("Requests never go below; without it 25m and 64Mi.") SizeLimits min,
    @JsonPropertyDescription("Requests never go above.") SizeLimits max,
    @Size(max = 50) @JsonPropertyDescription(
            "When pods may be resized and the pod template changed, which replaces all pods; in the"
                + " zone of schedule. Without one the template is never changed, and running pods"
                + " are resized at any time. Floors and restarts before failure are not bound by"
                + " them.")
        List<TimeWindow> changeWindows) {}

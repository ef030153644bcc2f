package io.tidewatch.operator.crd.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Adjusting requests and limits, the QoS class kept. */
public record ResizeRules(
    @Default("false") @JsonPropertyDescription("Whether it may be done at all.") Boolean enabled,
    @Default("true") @JsonPropertyDescription("Whether running pods may be resized in place.")
        Boolean inPlace,
    @Size(max = 50) @JsonPropertyDescription(
            "When the pod template may be changed, which replaces all pods; without one it is not.")
        List<TimeWindow> changeWindows) {}

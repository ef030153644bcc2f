package io.tidewatch.operator.crd.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** The service level objective. */
public record ServiceLevel(
    @Min(1) @JsonPropertyDescription("The 95th percentile of latency that must not be exceeded.")
        Integer latencyP95Millis,
    @Min(0) @Max(100) @JsonPropertyDescription(
            "The share of failed requests, in percent, that must not be exceeded. Watched where"
                + " demand is the metric request_rate only: with another one it is unknown and"
                + " nothing is taken back for it.")
        Double errorPercent,
    @Min(1) @Max(1440) @JsonPropertyDescription(
            "Minutes after a write that raised the target during which it is taken back at once if"
                + " one of these is exceeded with fewer pods than the HPA alone would have had;"
                + " 10 when absent.")
        Integer watchMinutes,
    @Min(1) @Max(1440) @JsonPropertyDescription(
            "Minutes for which a target that was taken back is not raised again, doubled with each"
                + " repetition up to a day; 30 when absent. A changed spec ends it.")
        Integer coolDownMinutes,
    @Min(13) @Max(800) @JsonPropertyDescription(
            "What a minute that violates it is worth to you, in percent of the default price: 50"
                + " divided by the minutes of the lead time, times the usual number of pods. Less"
                + " holds fewer pods ahead of a forecast, and risks more; 100 when absent.")
        Integer violationPricePercent) {}

package io.tidewatch.operator.crd.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** Requests of the container that is resized. */
public record SizeLimits(
    @Pattern(SizeLimits.AMOUNT) @Size(max = 16) @JsonPropertyDescription("CPUs: 250m, 1.5.")
        String cpu,
    @Pattern(SizeLimits.AMOUNT) @Size(max = 16) @JsonPropertyDescription("Memory: 256Mi, 1Gi.")
        String memory) {
  static final String AMOUNT = "^[0-9]+(\\.[0-9]+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$";
}

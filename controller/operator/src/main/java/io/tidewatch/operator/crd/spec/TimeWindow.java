package io.tidewatch.operator.crd.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.DayOfWeek;
import java.util.List;

/** A span of local time: one that happens once, or one of every week. */
@ValidationRule(
    value =
        "(has(self.from) && has(self.until) && !has(self.start) && !has(self.end)"
            + " && !has(self.days))"
            + " || (has(self.start) && has(self.end) && !has(self.from) && !has(self.until))",
    message = "give from and until for a time that happens once, or start and end for every week")
@ValidationRule(
    value = "!has(self.from) || !has(self.until) || self.from < self.until",
    message = "until must be after from",
    fieldPath = ".until")
public record TimeWindow(
    @Required @Size(min = 1, max = 63) @JsonPropertyDescription("What the status calls it.")
        String name,
    @Pattern(TimeWindow.LOCAL) @Size(max = 16) @JsonPropertyDescription("First minute, local: 2026-12-24T18:00.")
        String from,
    @Pattern(TimeWindow.LOCAL) @Size(max = 16) @JsonPropertyDescription("The minute after the last, local.")
        String until,
    @Size(max = 7) @JsonPropertyDescription("Days on which it starts; all when absent.")
        List<DayOfWeek> days,
    @Pattern(TimeWindow.TIME) @Size(max = 5) @JsonPropertyDescription("First minute of the day: 22:00.")
        String start,
    @Pattern(TimeWindow.TIME) @Size(max = 5) @JsonPropertyDescription("The minute after the last; before start it is the next day's.")
        String end) {
  static final String TIME = "^([01][0-9]|2[0-3]):[0-5][0-9]$";
  static final String LOCAL =
      "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]$";
}

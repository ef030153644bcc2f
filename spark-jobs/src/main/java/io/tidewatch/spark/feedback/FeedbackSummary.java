package io.tidewatch.spark.feedback;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the job has done.
 *
 * @param lines decision lines that were read
 * @param decisions rows that were added; the other lines were there already, or are the same
 *     decision in full
 * @param malformed lines that are no decisions
 * @param examples some of them, and why
 * @param lost sequence numbers that have become known to be missing
 * @param accuracies how all predictions for the newest day did, by alias and horizon
 * @param hours what became of the judged hours
 */
record FeedbackSummary(
    long lines,
    long decisions,
    long malformed,
    List<String> examples,
    long lost,
    long predictions,
    long evaluations,
    long outcomes,
    List<Accuracy> accuracies,
    Hours hours,
    double seconds) {
  FeedbackSummary {
    examples = List.copyOf(examples);
    accuracies = List.copyOf(accuracies);
  }

  /** How one version did on the newest day. */
  record Accuracy(
      String model,
      String version,
      String alias,
      int horizon,
      long scored,
      double accuracy,
      double pinball,
      double coverage) {}

  /** The judged hours of all workloads. */
  record Hours(
      long helped,
      long neutral,
      long harmed,
      long unknown,
      double savedPodHours,
      double regretPodHours,
      double savedDollars) {
    long all() {
      return helped + neutral + harmed + unknown;
    }
  }

  /** The same for a person. */
  String text() {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "feedback: %,d lines, %,d new decisions, %,d new predictions, %,d numbers lost,"
                    + " %,d lines malformed",
                lines,
                decisions,
                predictions,
                lost,
                malformed));
    examples.forEach(example -> text.append("\n  malformed: ").append(example));
    if (!accuracies.isEmpty()) {
      text.append("\n  accuracy: ")
          .append(accuracies.stream().map(FeedbackSummary::text).collect(Collectors.joining("; ")));
    }
    return text.append(hoursText()).toString();
  }

  private String hoursText() {
    return hours.all() == 0
        ? "\n  no hour is over yet"
        : String.format(
            Locale.ROOT,
            "%n  %,d hours: %,d helped, %,d neutral, %,d harmed, %,d unknown;"
                + " saved %.1f pod-hours ($%.2f), regret %.1f",
            hours.all(),
            hours.helped,
            hours.neutral,
            hours.harmed,
            hours.unknown,
            hours.savedPodHours,
            hours.savedDollars,
            hours.regretPodHours);
  }

  private static String text(Accuracy of) {
    return String.format(
        Locale.ROOT,
        "%s %s h%d %.3f (coverage %.2f, %,d scored)",
        of.alias,
        of.version,
        of.horizon,
        of.accuracy,
        of.coverage,
        of.scored);
  }
}

package io.tidewatch.local.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The controller's decisions in the live part.
 *
 * @param count how many there were
 * @param latest the newest of each workload, as shown
 */
public record Decisions(long count, List<Line> latest) {
  public Decisions {
    latest = List.copyOf(latest);
  }

  /** One decision in words. */
  public record Line(
      String time,
      String workload,
      String demand,
      String before,
      String wanted,
      String hpa,
      boolean trusted,
      String action,
      String model,
      List<String> reasons) {
    public Line {
      reasons = List.copyOf(reasons);
    }
  }

  /** None, because no controller ran. */
  public static Decisions none() {
    return new Decisions(0, List.of());
  }

  /**
   * Reads an answer of {@code GET /decisions}: of each workload the newest decision, or rather the
   * newest that was written with its reasons in words.
   */
  public static Decisions of(JsonNode answer) {
    JsonNode all = answer.isArray() ? answer : answer.path("decisions");
    List<Line> latest = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    List<JsonNode> newestFirst = new ArrayList<>();
    all.forEach(newestFirst::add);
    newestFirst.sort(Comparator.comparing((JsonNode d) -> !isFull(d)).thenComparing(byNumber()));
    for (JsonNode decision : newestFirst) {
      String workload = decision.path("workload").asText();
      if (!seen.contains(workload)) {
        seen.add(workload);
        latest.add(line(decision));
      }
    }
    latest.sort((a, b) -> a.workload().compareTo(b.workload()));
    // Sequence numbers begin at one and have no holes; the answer itself may be cut.
    long count = newestFirst.stream().mapToLong(Decisions::number).max().orElse(0);
    return new Decisions(count, latest);
  }

  private static Comparator<JsonNode> byNumber() {
    return Comparator.comparingLong(Decisions::number).reversed();
  }

  private static boolean isFull(JsonNode decision) {
    return !decision.path("evidence").isMissingNode();
  }

  private static long number(JsonNode decision) {
    return decision.path("sequence").asLong();
  }

  private static Line line(JsonNode decision) {
    JsonNode observed = decision.path("observed");
    JsonNode replicas = decision.path("replicas");
    JsonNode model = decision.path("forecast").path("model");
    String version =
        model.path("version").isMissingNode()
            ? ""
            : model.path("name").asText() + " " + model.path("version").asText();
    return new Line(
        decision.path("at").asText(),
        decision.path("workload").asText(),
        rounded(observed.path("demand")),
        rounded(replicas.path("before")),
        rounded(replicas.path("wanted")),
        rounded(replicas.path("hpa")),
        decision.path("trusted").asBoolean(),
        decision.path("action").asText().replace('_', ' '),
        version,
        reasons(decision));
  }

  private static List<String> reasons(JsonNode decision) {
    JsonNode inWords = decision.path("evidence").path("outcome").path("reasons");
    JsonNode reasons = inWords.isMissingNode() ? decision.path("reasons") : inWords;
    List<String> texts = new ArrayList<>();
    reasons.forEach(
        reason ->
            texts.add(
                reason.isTextual()
                    ? reason.asText()
                    : reason.path("text").asText(reason.path("code").asText())));
    return texts;
  }

  private static String rounded(JsonNode number) {
    return number.isNumber() ? Numbers.short3(number.asDouble()) : "unknown";
  }
}

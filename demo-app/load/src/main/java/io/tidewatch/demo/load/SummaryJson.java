package io.tidewatch.demo.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** A run's results as one JSON object. */
final class SummaryJson {
  private SummaryJson() {}

  static ObjectNode of(Results results) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("started_at", results.grid().start().toString());
    root.put("ended_at", results.endedAt().toString());
    root.put("interrupted", results.interrupted());
    root.set("schedule", schedule(results));
    ArrayNode targets = root.putArray("targets");
    results.targets().forEach(of -> targets.add(target(of, results.played())));
    root.set("generator", generator(results));
    return root;
  }

  private static ObjectNode schedule(Results results) {
    LoadPlan plan = results.plan();
    return JsonNodeFactory.instance
        .objectNode()
        .put("rate", plan.rate().description())
        .put("peak_rps", plan.rate().peak())
        .put("seed", plan.seed())
        .put("speed", plan.speed())
        .put("step_seconds", results.grid().seconds())
        .put("duration_s", seconds(plan.duration()))
        .put("played_s", seconds(results.played()))
        .put("timeout_s", seconds(plan.timeout()));
  }

  private static ObjectNode target(Results.OfTarget result, Duration played) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("target", result.target().name());
    node.put("url", result.target().address().toString());
    CountsJson.put(node, result.total());
    double seconds = Math.max(1e-3, seconds(played));
    node.put("ok_rps", CountsJson.tenths(result.total().of(Kind.OK) / seconds));
    ObjectNode details = node.putObject("answers");
    result.total().details().forEach(details::put);
    return node;
  }

  private static ObjectNode generator(Results results) {
    Results.Generator generator = results.generator();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("late_limit_ms", results.plan().lateLimit().toMillis());
    node.put("send_late_p99_ms", CountsJson.tenths(generator.sendP99()));
    node.put("send_late_max_ms", CountsJson.tenths(generator.sendMax()));
    node.put("answer_late_p99_ms", CountsJson.tenths(generator.answerP99()));
    node.put("answer_late_max_ms", CountsJson.tenths(generator.answerMax()));
    node.put("trusted", results.trusted());
    doubt(results).ifPresent(text -> node.put("warning", text));
    return node;
  }

  /** Why the figures are not to be relied on. */
  static Optional<String> doubt(Results results) {
    Results.Generator generator = results.generator();
    if (!generator.kept(results.plan().lateLimit())) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "the generator itself was late (p99 of sending %.0f ms, of taking answers %.0f ms;"
                  + " limit %d ms): do not trust these latencies",
              generator.sendP99(),
              generator.answerP99(),
              results.plan().lateLimit().toMillis()));
    }
    long shed = results.targets().stream().mapToLong(of -> of.total().shed()).sum();
    return shed == 0
        ? Optional.empty()
        : Optional.of(
            shed + " requests were never sent, because too many were in flight (--max-in-flight)");
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}

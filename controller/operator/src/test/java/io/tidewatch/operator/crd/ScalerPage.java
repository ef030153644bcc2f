package io.tidewatch.operator.crd;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The reference page of PredictiveScaler, from the schema and the reasons. */
final class ScalerPage {
  private static final List<String> FIRST =
      List.of(
          "scaleTargetRef",
          "mode",
          "actuation",
          "minReplicas",
          "maxReplicas",
          "demand",
          "readyReplicas",
          "capacity",
          "target",
          "leadTimeSeconds",
          "slo",
          "parameters",
          "behavior",
          "hpa",
          "schedule",
          "restart",
          "resize",
          "incidents",
          "cost");
  private static final String HEAD =
      """
      # PredictiveScaler

      Generated from the code (`CrdYamlTest`): changes are lost. The CRD is `deploy/crds/predictivescalers.tidewatch.io.yaml`, with
      examples beside it; `kubectl explain psc.spec` says the same. First steps: [observe](../how-to/observe.md).

      """;
  private static final String CONDITIONS =
      """

      ## Conditions

      | type | what it is about |
      |---|---|
      """;
  private static final String REASONS =
      """

      `ForecastTrusted` is `Trusted`, or has the reason that the decision gives: `NoHistory`, `LowTrust`, `LowCoverage`,
      `NoForecast`, `Stale`, `ServingDown`, `ServingTimeout`, `ServingError`, `ForecastInvalid`.
      `Sized` is there where `resize` is enabled; [its reasons](../how-to/resize.md#what-the-condition-sized-says).
      `status.reason` is that of `Ready` while it is not true, else the weightiest of the last decision (`status.decision.reasons`).

      ## Reasons

      They are stable: alerts and scripts may rely on them.

      | reason | what it means |
      |---|---|
      """;
  private static final String WRITES =
      """

      ## When a status is written

      When a condition, its reason, the mode, the floor, the action or the count asked for changes, else every 10 minutes; by
      server-side apply as `tidewatch`, at most 10 objects a second. What stands in `status.decision` is therefore the last decision
      *worth telling*: live numbers are at `GET /decisions` and `/metrics`. Of two PredictiveScalers on one target the older goes on.
      A server that asks to wait is left alone that long.
      """;

  private ScalerPage() {}

  static String text() {
    Map<String, JSONSchemaProps> schema = CrdYaml.schema();
    StringBuilder page = new StringBuilder(HEAD);
    page.append("## spec\n\n| field | default | meaning |\n|---|---|---|\n");
    JSONSchemaProps spec = schema.get("spec");
    for (String name : FIRST) {
      rows(page, name, spec.getProperties().get(name), spec.getRequired().contains(name));
    }
    page.append("\n## What is refused\n\nBeside types and ranges, each with these words:\n\n");
    rules(spec).distinct().forEach(message -> page.append("- ").append(message).append('\n'));
    page.append("\n## status\n\n| field | meaning |\n|---|---|\n");
    status(page, "", schema.get("status"));
    page.append(CONDITIONS);
    for (ConditionType type : ConditionType.values()) {
      page.append("| `%s` | %s |\n".formatted(type.text(), type.meaning()));
    }
    page.append(REASONS);
    for (ConditionReason reason : ConditionReason.values()) {
      page.append("| `%s` | %s |\n".formatted(reason.code(), reason.meaning()));
    }
    return page.append(WRITES).toString();
  }

  private static void rows(
      StringBuilder page, String path, JSONSchemaProps field, boolean required) {
    String usual = required ? "required" : "";
    if (field.getDefault() != null) {
      usual = "`" + field.getDefault().toString().replace("\"", "") + "`";
    }
    page.append("| `%s` | %s | %s%s |\n".formatted(path, usual, text(field), choices(field)));
    boolean list = field.getItems() != null;
    JSONSchemaProps inner = list ? field.getItems().getSchema() : field;
    inner
        .getProperties()
        .forEach(
            (name, each) ->
                rows(
                    page,
                    path + (list ? "[]." : ".") + name,
                    each,
                    inner.getRequired().contains(name)));
  }

  private static String text(JSONSchemaProps field) {
    return field.getDescription().replace("|", "\\|");
  }

  private static String choices(JSONSchemaProps field) {
    String choices =
        field.getEnum() == null || field.getEnum().isEmpty()
            ? ""
            : field.getEnum().stream()
                .map(choice -> "`" + choice.asText() + "`")
                .collect(Collectors.joining(", ", " One of ", "."));
    return range(field) + choices;
  }

  private static String range(JSONSchemaProps field) {
    if (field.getMinimum() == null) {
      return "";
    }
    long min = field.getMinimum().longValue();
    if (field.getMaximum() == null) {
      boolean above = Boolean.TRUE.equals(field.getExclusiveMinimum());
      return " (" + (above ? "above " : "at least ") + min + ")";
    }
    return " (" + min + " to " + field.getMaximum().longValue() + ")";
  }

  private static Stream<String> rules(JSONSchemaProps field) {
    Stream<String> own =
        field.getXKubernetesValidations() == null
            ? Stream.of()
            : field.getXKubernetesValidations().stream().map(rule -> rule.getMessage());
    Stream<JSONSchemaProps> below =
        Stream.concat(
            field.getProperties().values().stream(),
            field.getItems() == null ? Stream.of() : Stream.of(field.getItems().getSchema()));
    return Stream.concat(own, below.flatMap(ScalerPage::rules));
  }

  private static void status(StringBuilder page, String path, JSONSchemaProps field) {
    field
        .getProperties()
        .forEach(
            (name, each) -> {
              page.append("| `%s` | %s |\n".formatted(path + name, text(each)));
              boolean list = each.getItems() != null;
              status(
                  page,
                  path + name + (list ? "[]." : "."),
                  list ? each.getItems().getSchema() : each);
            });
  }
}

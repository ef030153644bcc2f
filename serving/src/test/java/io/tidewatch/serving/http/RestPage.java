package io.tidewatch.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes docs/reference/rest.md out of openapi.yaml and the kinds of problems. */
final class RestPage {
  private static final String SCHEMAS = "#/components/schemas/";

  private final JsonNode root;
  private final StringBuilder page = new StringBuilder();

  private RestPage(JsonNode root) {
    this.root = root;
  }

  static String text(String openApi) throws IOException {
    return new RestPage(YAMLMapper.builder().build().readTree(openApi)).text();
  }

  private String text() {
    page.append("# REST API of serving\n\n");
    page.append("Generated from `openapi.yaml`, which a running server gives at `/openapi.yaml`");
    page.append(
        " and, for people, at `/docs`.\nHow to run one: [serving](../how-to/serving.md).\n\n");
    page.append(root.at("/info/description").asText().strip()).append('\n');
    for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        operation(path.getKey(), operation.getKey(), operation.getValue());
      }
    }
    problems();
    page.append("\n## Documents\n");
    root.at("/components/schemas")
        .properties()
        .forEach(schema -> schema(schema.getKey(), schema.getValue()));
    return page.toString();
  }

  private void operation(String path, String method, JsonNode what) {
    page.append("\n## ").append(method.toUpperCase(Locale.ROOT)).append(' ').append(path);
    page.append("\n\n").append(what.path("summary").asText()).append('\n');
    for (JsonNode parameter : what.path("parameters")) {
      page.append("\n`?").append(parameter.path("name").asText()).append("=`: ");
      page.append(parameter.path("description").asText()).append('\n');
    }
    JsonNode body = what.path("requestBody");
    if (!body.isMissingNode()) {
      page.append("\nBody: ").append(content(body)).append(". ");
      page.append(body.path("description").asText("It may be left out.")).append('\n');
    }
    page.append("\n| status | body | when |\n|---|---|---|\n");
    List<String> problems = new ArrayList<>();
    for (Map.Entry<String, JsonNode> answer : what.path("responses").properties()) {
      if (answer.getValue().has("$ref")) {
        problems.add(answer.getKey());
        continue;
      }
      String when = answer.getValue().path("description").asText();
      page.append(
          "| %s | %s | %s |%n".formatted(answer.getKey(), content(answer.getValue()), when));
    }
    if (!problems.isEmpty()) {
      page.append("| %s | Problem | see its code |%n".formatted(String.join(", ", problems)));
    }
  }

  private void problems() {
    page.append("\n## Problems\n\nErrors are RFC 9457 documents (`application/problem+json`).\n\n");
    page.append("| code | status | meaning |\n|---|---|---|\n");
    for (Problem.Kind kind : Problem.Kind.values()) {
      page.append("| `%s` | %d | %s |%n".formatted(kind.code(), kind.status(), kind.title()));
    }
  }

  private void schema(String name, JsonNode schema) {
    if (!schema.path("properties").isObject()) {
      return;
    }
    page.append("\n### ").append(name).append("\n\n");
    if (schema.has("description")) {
      page.append(schema.path("description").asText()).append("\n\n");
    }
    page.append("| field | type | meaning |\n|---|---|---|\n");
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(field -> required.add(field.asText()));
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      String optional = required.contains(field.getKey()) ? "" : ", optional";
      page.append(
          "| `%s` | %s%s | %s |%n"
              .formatted(
                  field.getKey(),
                  type(field.getValue()),
                  optional,
                  field.getValue().path("description").asText()));
    }
  }

  private static String content(JsonNode what) {
    Map.Entry<String, JsonNode> media = what.path("content").properties().iterator().next();
    String type = type(media.getValue().path("schema"));
    return type.equals("string") ? "`" + media.getKey() + "`" : type;
  }

  private static String type(JsonNode schema) {
    if (schema.has("$ref")) {
      return schema.path("$ref").asText().replace(SCHEMAS, "");
    }
    if (schema.has("allOf")) {
      return type(schema.path("allOf").path(0));
    }
    if (schema.has("oneOf")) {
      List<String> each = new ArrayList<>();
      schema.path("oneOf").forEach(one -> each.add(type(one)));
      return String.join(" or ", each);
    }
    if (schema.has("enum")) {
      List<String> each = new ArrayList<>();
      schema.path("enum").forEach(one -> each.add("`" + one.asText() + "`"));
      return String.join(" or ", each);
    }
    return plain(schema);
  }

  private static String plain(JsonNode schema) {
    if (schema.has("items")) {
      return "list of " + type(schema.path("items"));
    }
    if (schema.path("additionalProperties").isObject()) {
      return "name → " + type(schema.path("additionalProperties"));
    }
    if (schema.path("type").isArray()) {
      List<String> each = new ArrayList<>();
      schema.path("type").forEach(one -> each.add(one.asText()));
      return String.join(" or ", each);
    }
    return schema.path("type").asText("any");
  }
}

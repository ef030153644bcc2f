package io.tidewatch.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Holds real answers against openapi.yaml and remembers which parts of it have been seen. */
final class OpenApiContract {
  private final ObjectMapper json = JsonMapper.builder().build();
  private final JsonNode document;
  private final Set<String> seen = new TreeSet<>();

  OpenApiContract(String yaml) throws IOException {
    this.document = YAMLMapper.builder().build().readTree(yaml);
  }

  /** Throws unless the document has this answer with this media type and shape. */
  void check(String method, String path, HttpResponse<String> answer) throws IOException {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (answer.headers().firstValue("X-Request-Id").isEmpty()) {
      throw new AssertionError("no X-Request-Id in " + answer.headers());
    }
    check(method, path, answer.statusCode(), type, answer.body());
  }

  void check(String method, String path, int status, String mediaType, String body)
      throws IOException {
    String key = method + " " + path + " " + status;
    JsonNode response =
        document
            .path("paths")
            .path(path)
            .path(method.toLowerCase(Locale.ROOT))
            .path("responses")
            .path(Integer.toString(status));
    if (response.has("$ref")) {
      response = document.at(response.get("$ref").asText().substring(1));
    }
    String type = mediaType.replaceAll(";.*", "");
    JsonNode content = response.path("content").path(type);
    if (content.isMissingNode()) {
      throw new AssertionError(key + " as " + type + " is not in openapi.yaml: " + body);
    }
    if (type.endsWith("json")) {
      validate(key, content.path("schema"), body);
    }
    seen.add(key);
  }

  /** What the document promises and no check has seen. */
  Set<String> unseen() {
    Set<String> promised = new TreeSet<>();
    operations(
        (operation, answers) ->
            answers
                .fieldNames()
                .forEachRemaining(status -> promised.add(operation + " " + status)));
    promised.removeAll(seen);
    return promised;
  }

  /** Every route of the document as method and path. */
  Set<String> operations() {
    Set<String> all = new TreeSet<>();
    operations((operation, answers) -> all.add(operation));
    return all;
  }

  /** The routes that promise a status. */
  Set<String> withStatus(String status) {
    Set<String> all = new TreeSet<>();
    operations(
        (operation, answers) -> {
          if (answers.has(status)) {
            all.add(operation);
          }
        });
    return all;
  }

  private void operations(BiConsumer<String, JsonNode> take) {
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        take.accept(
            operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
            operation.getValue().path("responses"));
      }
    }
  }

  private void validate(String key, JsonNode schema, String body) throws IOException {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", document.path("components"));
    Set<ValidationMessage> complaints =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(whole)
            .validate(
                json.readTree(body),
                context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
    if (!complaints.isEmpty()) {
      throw new AssertionError(key + ": " + complaints + " in " + body);
    }
  }
}

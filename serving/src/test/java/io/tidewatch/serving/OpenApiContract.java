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
import java.util.Set;
import java.util.TreeSet;

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
    String key = method + " " + path + " " + answer.statusCode();
    JsonNode response =
        document
            .path("paths")
            .path(path)
            .path(method.toLowerCase(Locale.ROOT))
            .path("responses")
            .path(Integer.toString(answer.statusCode()));
    if (response.has("$ref")) {
      response = document.at(response.get("$ref").asText().substring(1));
    }
    String type = answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
    JsonNode content = response.path("content").path(type);
    if (content.isMissingNode()) {
      throw new AssertionError(key + " as " + type + " is not in openapi.yaml: " + answer.body());
    }
    if (type.endsWith("json")) {
      validate(key, content.path("schema"), answer.body());
    }
    seen.add(key);
  }

  /** What the document promises and no check has seen. */
  Set<String> unseen() {
    Set<String> promised = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation ->
                            operation
                                .getValue()
                                .path("responses")
                                .fieldNames()
                                .forEachRemaining(
                                    status ->
                                        promised.add(
                                            operation.getKey().toUpperCase(Locale.ROOT)
                                                + " "
                                                + path.getKey()
                                                + " "
                                                + status))));
    promised.removeAll(seen);
    return promised;
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

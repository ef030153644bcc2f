package io.tidewatch.demo.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Reads and begins JSON documents. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static JsonNode value(Object any) {
    return MAPPER.valueToTree(any);
  }

  /** What a program that speaks JSON has said. */
  static JsonNode parse(String text) {
    return tryParse(text)
        .orElseThrow(
            () ->
                new UserError(
                    "an answer of the cluster is no JSON",
                    text.length() > 200 ? text.substring(0, 200) + "…" : text,
                    "check that the pod is the demo app's and kubectl is kubectl"));
  }

  static Optional<JsonNode> tryParse(String text) {
    try {
      return Optional.ofNullable(MAPPER.readTree(text)).filter(node -> !node.isMissingNode());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}

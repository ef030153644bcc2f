package io.tidewatch.domain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What an object of JSON must have; what it lacks is named. */
record JsonFields(JsonNode node) {
  JsonNode need(String key) {
    JsonNode value = node.path(key);
    if (value.isMissingNode() || value.isNull()) {
      throw new IllegalArgumentException("it has no " + key);
    }
    return value;
  }

  JsonFields object(String key) {
    return new JsonFields(need(key));
  }

  /** An object that may be missing. */
  Optional<JsonFields> part(String key) {
    return Optional.of(node.path(key)).filter(JsonNode::isObject).map(JsonFields::new);
  }

  boolean has(String key) {
    return node.has(key);
  }

  String text(String key) {
    return need(key).asText();
  }

  long whole(String key) {
    JsonNode value = need(key);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException("its " + key + " is no whole number: " + value);
    }
    return value.asLong();
  }

  int count(String key) {
    long value = whole(key);
    if (value != (int) value) {
      throw new IllegalArgumentException("its " + key + " is no count: " + value);
    }
    return (int) value;
  }

  double number(String key) {
    return number(need(key), key);
  }

  /** One of a few words. */
  <E> E spelt(String key, E[] all, Function<E, String> spelling) {
    String word = text(key);
    for (E each : all) {
      if (spelling.apply(each).equals(word)) {
        return each;
      }
    }
    throw new IllegalArgumentException("its " + key + " " + word + " is none of " + List.of(all));
  }

  static double number(JsonNode value, String what) {
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      throw new IllegalArgumentException("its " + what + " is no finite number: " + value);
    }
    return value.asDouble();
  }
}

package io.tidewatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tidewatch.domain.UserException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/** One mapping of the document with its path, for messages. */
record YamlBlock(JsonNode node, String path, CatalogueProblems problems) {
  void allow(Set<String> keys) {
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!keys.contains(key)) {
                problems.add("unknown key " + path + key);
              }
            });
  }

  YamlBlock child(String key) {
    JsonNode child = node.path(key);
    return new YamlBlock(child.isObject() ? child : MissingNode.getInstance(), here(key), problems);
  }

  <T> List<T> each(String key, Function<YamlBlock, T> read) {
    List<T> items = new ArrayList<>();
    for (int i = 0; i < node.path(key).size(); i++) {
      String where = path + key + "[" + i + "].";
      try {
        items.add(read.apply(new YamlBlock(node.path(key).get(i), where, problems)));
      } catch (UserException | IllegalArgumentException | DateTimeException bad) {
        problems.add(where.substring(0, where.length() - 1) + ": " + firstLine(bad));
      }
    }
    return items;
  }

  /** The words of a list; empty without one. */
  List<String> texts(String key) {
    List<String> words = new ArrayList<>();
    node.path(key).forEach(word -> words.add(word.asText()));
    return words;
  }

  Optional<String> text(String key) {
    JsonNode value = node.path(key);
    return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
  }

  String required(String key) {
    return text(key)
        .orElseThrow(() -> new IllegalArgumentException("the key " + key + " is missing"));
  }

  OptionalDouble number(String key) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(Double.parseDouble(text.get()));
    } catch (NumberFormatException malformed) {
      throw new IllegalArgumentException(key + " is no number: " + text.get());
    }
  }

  Instant instant(String key, Instant otherwise) {
    return text(key).map(Instant::parse).orElse(otherwise);
  }

  /** Seconds, minutes or hours as Prometheus writes them: 30s, 1m, 2h. */
  Duration duration(String key, Duration otherwise) {
    return text(key)
        .map(text -> Duration.parse("PT" + text.toUpperCase(Locale.ROOT)))
        .orElse(otherwise);
  }

  <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
    return text(key)
        .map(text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)))
        .orElse(otherwise);
  }

  private String here(String key) {
    return path + key + ".";
  }

  private static String firstLine(RuntimeException bad) {
    return String.valueOf(bad.getMessage()).lines().findFirst().orElse(bad.toString());
  }
}

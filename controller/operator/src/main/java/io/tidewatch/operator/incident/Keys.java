package io.tidewatch.operator.incident;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One mapping of a configuration, its path, and where mistakes are noted. */
record Keys(JsonNode node, String path, List<String> mistakes) {
  private static final Set<String> SECRETS =
      Set.of("token", "bearerToken", "password", "secret", "signatureKey", "key");

  void allow(String... known) {
    if (!node.isObject() && !node.isMissingNode()) {
      mistakes.add(at("") + " is no mapping of keys");
      return;
    }
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (SECRETS.contains(key)) {
                mistakes.add(at(key) + ": a secret is given as a file, not written down");
              } else if (!Set.of(known).contains(key)) {
                mistakes.add("unknown key " + at(key));
              }
            });
  }

  boolean has(String key) {
    return node.has(key);
  }

  Keys child(String key) {
    return new Keys(node.path(key), at(key), mistakes);
  }

  List<Keys> each(String key) {
    JsonNode list = node.path(key);
    if (!list.isArray() && !list.isMissingNode()) {
      mistakes.add(at(key) + " is no list");
    }
    List<Keys> items = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      items.add(new Keys(list.get(i), at(key) + "[" + i + "]", mistakes));
    }
    return items;
  }

  Optional<String> text(String key) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isValueNode() || value.isNull() || value.asText().isBlank()) {
      mistakes.add(at(key) + " has no value");
      return Optional.empty();
    }
    return Optional.of(value.asText().strip());
  }

  /** A file that can be read now; it is read anew when it is needed. */
  Optional<Path> file(String key) {
    Optional<Path> file = text(key).map(Path::of);
    file.filter(path -> !Files.isReadable(path) || Files.isDirectory(path))
        .ifPresent(path -> mistakes.add(at(key) + ": " + path + " is no readable file"));
    return file;
  }

  Map<String, String> texts(String key) {
    JsonNode map = node.path(key);
    if (!map.isObject() && !map.isMissingNode()) {
      mistakes.add(at(key) + " is no mapping of names to values");
    }
    Map<String, String> texts = new TreeMap<>();
    Keys inside = child(key);
    map.fieldNames()
        .forEachRemaining(name -> inside.text(name).ifPresent(value -> texts.put(name, value)));
    return texts;
  }

  /** Whole seconds or minutes: 10s, 1m. */
  Duration duration(String key, Duration otherwise) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      Duration duration = Duration.parse("PT" + text.get().toUpperCase(Locale.ROOT));
      if (duration.toSeconds() >= 1 && duration.toMinutes() <= 1) {
        return duration;
      }
    } catch (DateTimeParseException malformed) {
      // Falls through to the same mistake.
    }
    mistakes.add(at(key) + " " + text.get() + " is no time from 1s to 1m");
    return otherwise;
  }

  <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
    Optional<String> text = text(key);
    for (E choice : type.getEnumConstants()) {
      if (text.isPresent() && text.get().equals(choice.name().toLowerCase(Locale.ROOT))) {
        return choice;
      }
    }
    text.ifPresent(
        word ->
            mistakes.add(at(key) + " " + word + " is none of " + List.of(type.getEnumConstants())));
    return otherwise;
  }

  String at(String key) {
    return path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
  }
}

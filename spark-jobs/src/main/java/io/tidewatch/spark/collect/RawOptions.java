package io.tidewatch.spark.collect;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.UserException;
import io.tidewatch.source.ApiAccess;
import io.tidewatch.source.CatalogueFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The options of a source as a user writes them; each is checked when it is read. */
final class RawOptions {
  private static final List<String> SHARED =
      List.of("url", "catalogue", "from", "settle", "ranges", "maxSecondsPerBatch");

  private final String source;
  private final CaseInsensitiveStringMap options;
  private final List<String> known;

  private RawOptions(String source, CaseInsensitiveStringMap options, List<String> known) {
    this.source = source;
    this.options = options;
    this.known = known;
  }

  /**
   * The options of a source, none of which may be unknown: a misspelt one would otherwise change
   * nothing, silently.
   *
   * @param own the names of those that only this source has
   * @param prefixes what the names of further ones begin with
   */
  static RawOptions of(
      String source, CaseInsensitiveStringMap options, List<String> own, List<String> prefixes) {
    List<String> known =
        Stream.of(SHARED, AccessOfOptions.NAMES, own).flatMap(List::stream).toList();
    RawOptions raw = new RawOptions(source, options, known);
    List<String> lower = known.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    TreeSet<String> unknown = new TreeSet<>(options.keySet());
    unknown.removeIf(
        name ->
            lower.contains(name)
                || name.startsWith(AccessOfOptions.HEADER)
                || prefixes.stream().anyMatch(name::startsWith));
    if (!unknown.isEmpty()) {
      throw raw.invalid(String.join(", ", unknown), "the source does not know it");
    }
    return raw;
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(options.get(name)).filter(value -> !value.isBlank());
  }

  String required(String name) {
    return text(name).orElseThrow(() -> invalid(name, "it is missing"));
  }

  Optional<Instant> instant(String name) {
    return text(name).map(text -> instant(name, text));
  }

  private Instant instant(String name, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException malformed) {
      throw invalid(name, "\"" + text + "\" is no time like 2026-11-24T16:00:00Z");
    }
  }

  Optional<Duration> seconds(String name) {
    Optional<String> text = text(name);
    if (text.isPresent() && !text.get().matches("\\d{1,9}")) {
      throw invalid(name, "\"" + text.get() + "\" is no number of seconds");
    }
    return text.map(digits -> Duration.ofSeconds(Long.parseLong(digits)));
  }

  /** Those whose names begin with a prefix, by what follows it. */
  Map<String, String> withPrefix(String prefix) {
    Map<String, String> found = new HashMap<>();
    options.asCaseSensitiveMap().entrySet().stream()
        .filter(option -> option.getKey().startsWith(prefix))
        .forEach(
            option -> found.put(option.getKey().substring(prefix.length()), option.getValue()));
    return found;
  }

  /** How the server is called. */
  ApiAccess access() {
    return AccessOfOptions.of(options);
  }

  /** Option {@code catalogue}: YAML text or the path of a file. */
  Catalogue catalogue() {
    String textOrPath = required("catalogue");
    return textOrPath.contains("\n")
        ? CatalogueFile.parse(textOrPath, "of the stream")
        : CatalogueFile.read(Path.of(textOrPath));
  }

  /** What a batch reads: option {@code ranges}, as {@link QueryRange#text} writes it. */
  static List<QueryRange> ranges(String source, CaseInsensitiveStringMap options) {
    RawOptions raw = new RawOptions(source, options, SHARED);
    try {
      return QueryRange.parse(raw.required("ranges"));
    } catch (IllegalArgumentException malformed) {
      throw raw.invalid("ranges", malformed.getMessage());
    }
  }

  UserException invalid(String option, String cause) {
    return new UserException(
        "option " + option + " of the source " + source + " is not valid",
        cause,
        "its options are " + String.join(", ", known) + " and " + AccessOfOptions.HEADER + "NAME");
  }
}

package io.tidewatch.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tidewatch.domain.QuerySpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The queries that come with Tidewatch, in sets that a catalogue includes by name. */
final class BuiltInQueries {
  private static final String FILE = "built-in-queries.yaml";

  private BuiltInQueries() {}

  /** The queries of one set; {@link IllegalArgumentException} if there is none of that name. */
  static List<QuerySpec> of(String set, QueryTemplate template) {
    JsonNode all = read();
    if (!all.has(set)) {
      throw new IllegalArgumentException(
          "include: there is no set of queries '" + set + "' (there are " + names(all) + ")");
    }
    CatalogueProblems problems = new CatalogueProblems(FILE);
    List<QuerySpec> queries =
        new YamlBlock(all, "", problems).each(set, query -> CatalogueFile.query(query, template));
    problems.throwIfAny();
    return queries;
  }

  private static Set<String> names(JsonNode all) {
    Set<String> names = new TreeSet<>();
    all.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode read() {
    try (InputStream text = BuiltInQueries.class.getResourceAsStream(FILE)) {
      return YAMLMapper.builder().build().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FILE, e);
    }
  }
}

package io.tidewatch.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.LogSpec;
import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.QuerySpec.Absent;
import io.tidewatch.domain.QuerySpec.LabelNames;
import io.tidewatch.domain.QuerySpec.Level;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.domain.WorkloadSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code catalogue.yaml}; every bad key is listed at once. */
public final class CatalogueFile {
  private static final Set<String> ROOT_KEYS =
      Set.of("timescale", "settle", "rateWindow", "include", "queries", "logs", "workloads");
  private static final Set<String> QUERY_KEYS =
      Set.of("name", "promql", "unit", "level", "absent", "present", "labels", "workload");
  private static final Set<String> WORKLOAD_KEYS =
      Set.of(
          "workload",
          "demand",
          "readyReplicas",
          "minReplicas",
          "maxReplicas",
          "capacity",
          "target",
          "trustedTarget",
          "leadTimeSeconds",
          "priceFactor",
          "zone",
          "costPerPodHour");

  /** Containers are scraped every 15 to 30 s; a shorter window often holds no two samples. */
  private static final Duration LEAST_RATE_WINDOW = Duration.ofMinutes(1);

  private CatalogueFile() {}

  /** Reads a catalogue from a file. */
  public static Catalogue read(Path file) {
    return parse(readText(file), file.toString());
  }

  /**
   * The checked text of a catalogue, ending in a new line, for those who hand it on.
   *
   * @throws UserException when it cannot be read
   */
  public static String text(Path file) {
    String text = readText(file);
    parse(text, file.toString());
    return text.endsWith("\n") ? text : text + "\n";
  }

  private static String readText(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException missing) {
      throw new UserException(
          "cannot read the catalogue " + file,
          "there is no such readable file",
          "check the path, or see docs/reference/catalogue.md for how one is written");
    }
  }

  /**
   * Reads a catalogue from text.
   *
   * @param origin what to call it in an error
   */
  public static Catalogue parse(String yaml, String origin) {
    CatalogueProblems problems = new CatalogueProblems(origin);
    try {
      JsonNode root = YAMLMapper.builder().build().readTree(yaml);
      YamlBlock block = new YamlBlock(root, "", problems);
      block.allow(ROOT_KEYS);
      Timescale timescale = timescale(block.child("timescale"));
      Duration settle = block.duration("settle", Duration.ofSeconds(30));
      Duration rateWindow =
          block.duration("rateWindow", longer(timescale.step(), LEAST_RATE_WINDOW));
      QueryTemplate template = new QueryTemplate(rateWindow);
      List<QuerySpec> own = block.each("queries", query -> query(query, template));
      List<QuerySpec> queries = withBuiltIn(own, block.texts("include"), template);
      List<LogSpec> logs = block.each("logs", CatalogueFile::log);
      List<WorkloadSpec> workloads = block.each("workloads", CatalogueFile::workload);
      problems.throwIfAny();
      List<QuerySpec> filled = new Presence(queries, workloads, presentOf(block)).fill();
      return new Catalogue(timescale, settle, filled, logs, workloads);
    } catch (JsonProcessingException malformed) {
      problems.add(malformed.getOriginalMessage());
    } catch (IllegalArgumentException | DateTimeException invalid) {
      problems.add(invalid.getMessage());
    }
    throw problems.exception();
  }

  private static Timescale timescale(YamlBlock block) {
    block.allow(Set.of("step", "wallAnchor", "nominalAnchor"));
    Instant wall = block.instant("wallAnchor", Instant.EPOCH);
    return new Timescale(
        block.duration("step", Timescale.NOMINAL_STEP), wall, block.instant("nominalAnchor", wall));
  }

  /** A query of the user's stands in for a built-in one of the same name. */
  private static List<QuerySpec> withBuiltIn(
      List<QuerySpec> own, List<String> sets, QueryTemplate template) {
    Set<String> names = own.stream().map(QuerySpec::name).collect(Collectors.toSet());
    return Stream.concat(
            own.stream(),
            sets.stream()
                .flatMap(set -> BuiltInQueries.of(set, template).stream())
                .filter(query -> !names.contains(query.name())))
        .toList();
  }

  /** What queries name as the query that says whom it observes. */
  private static Map<String, String> presentOf(YamlBlock block) {
    Map<String, String> named = new HashMap<>();
    block.each(
        "queries", query -> query.text("present").map(p -> named.put(query.required("name"), p)));
    return named;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  static QuerySpec query(YamlBlock block, QueryTemplate template) {
    block.allow(QUERY_KEYS);
    return new QuerySpec(
        block.required("name"),
        template.fill(block.required("promql")),
        block.text("unit").orElse("1"),
        block.choice("level", Level.class, Level.WORKLOAD),
        block.choice("absent", Absent.class, Absent.UNKNOWN),
        labels(block.child("labels")),
        block.text("workload").map(WorkloadId::parse));
  }

  private static LogSpec log(YamlBlock block) {
    block.allow(Set.of("name", "logql", "labels", "workload"));
    return new LogSpec(
        block.required("name"),
        block.required("logql"),
        labels(block.child("labels")),
        block.text("workload").map(WorkloadId::parse));
  }

  private static LabelNames labels(YamlBlock labels) {
    labels.allow(Set.of("namespace", "workload", "kind", "pod"));
    return new LabelNames(
        labels.text("namespace").orElse(LabelNames.DEFAULT.namespace()),
        labels.text("workload").orElse(LabelNames.DEFAULT.workload()),
        labels.text("kind").orElse(LabelNames.DEFAULT.kind()),
        labels.text("pod").orElse(LabelNames.DEFAULT.pod()));
  }

  private static WorkloadSpec workload(YamlBlock block) {
    block.allow(WORKLOAD_KEYS);
    return new WorkloadSpec(
        WorkloadId.parse(block.required("workload")),
        block.required("demand"),
        block.text("readyReplicas"),
        (int) block.number("minReplicas").orElse(2),
        (int) block.number("maxReplicas").orElse(100),
        block.number("capacity"),
        block.number("target").orElse(0.6),
        block.number("trustedTarget"),
        (int) block.number("leadTimeSeconds").orElse(60),
        block.number("priceFactor").orElse(1),
        ZoneId.of(block.text("zone").orElse("UTC")),
        block.number("costPerPodHour").orElse(0));
  }
}

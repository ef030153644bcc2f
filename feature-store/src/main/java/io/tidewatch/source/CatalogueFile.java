package io.tidewatch.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tidewatch.domain.Catalogue;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/** Reads {@code catalogue.yaml}; every bad key is listed at once. */
public final class CatalogueFile {
  private static final Set<String> QUERY_KEYS =
      Set.of("name", "promql", "unit", "level", "absent", "labels", "workload");
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
          "zone",
          "costPerPodHour");

  private CatalogueFile() {}

  /** Reads a catalogue from a file. */
  public static Catalogue read(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
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
    Problems problems = new Problems(origin);
    try {
      JsonNode root = YAMLMapper.builder().build().readTree(yaml);
      Block block = new Block(root, "", problems);
      block.allow(Set.of("timescale", "settle", "queries", "workloads"));
      Timescale timescale = timescale(block.child("timescale"));
      Duration settle = block.duration("settle", Duration.ofSeconds(30));
      List<QuerySpec> queries = block.each("queries", CatalogueFile::query);
      List<WorkloadSpec> workloads = block.each("workloads", CatalogueFile::workload);
      problems.throwIfAny();
      return new Catalogue(timescale, settle, queries, workloads);
    } catch (JsonProcessingException malformed) {
      problems.add(malformed.getOriginalMessage());
    } catch (IllegalArgumentException | DateTimeException invalid) {
      problems.add(invalid.getMessage());
    }
    throw problems.exception();
  }

  private static Timescale timescale(Block block) {
    block.allow(Set.of("step", "wallAnchor", "nominalAnchor"));
    Instant wall = block.instant("wallAnchor", Instant.EPOCH);
    return new Timescale(
        block.duration("step", Timescale.NOMINAL_STEP), wall, block.instant("nominalAnchor", wall));
  }

  private static QuerySpec query(Block block) {
    block.allow(QUERY_KEYS);
    Block labels = block.child("labels");
    labels.allow(Set.of("namespace", "workload", "pod"));
    return new QuerySpec(
        block.required("name"),
        block.required("promql"),
        block.text("unit").orElse("1"),
        block.choice("level", Level.class, Level.WORKLOAD),
        block.choice("absent", Absent.class, Absent.UNKNOWN),
        new LabelNames(
            labels.text("namespace").orElse("namespace"),
            labels.text("workload").orElse("workload"),
            labels.text("pod").orElse("pod")),
        block.text("workload").map(WorkloadId::parse));
  }

  private static WorkloadSpec workload(Block block) {
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
        ZoneId.of(block.text("zone").orElse("UTC")),
        block.number("costPerPodHour").orElse(0));
  }

  /** What is wrong with one catalogue. */
  private static final class Problems {
    private final String origin;
    private final List<String> found = new ArrayList<>();

    Problems(String origin) {
      this.origin = origin;
    }

    void add(String problem) {
      found.add(problem);
    }

    void throwIfAny() {
      if (!found.isEmpty()) {
        throw exception();
      }
    }

    UserException exception() {
      return new UserException(
          "the catalogue " + origin + " is not valid",
          String.join("; ", found),
          "correct it; docs/reference/catalogue.md lists every key");
    }
  }

  /** One mapping of the document with its path, for messages. */
  private record Block(JsonNode node, String path, Problems problems) {
    void allow(Set<String> keys) {
      node.fieldNames()
          .forEachRemaining(
              key -> {
                if (!keys.contains(key)) {
                  problems.add("unknown key " + path + key);
                }
              });
    }

    Block child(String key) {
      JsonNode child = node.path(key);
      return new Block(child.isObject() ? child : MissingNode.getInstance(), here(key), problems);
    }

    <T> List<T> each(String key, Function<Block, T> read) {
      List<T> items = new ArrayList<>();
      for (int i = 0; i < node.path(key).size(); i++) {
        String where = path + key + "[" + i + "].";
        try {
          items.add(read.apply(new Block(node.path(key).get(i), where, problems)));
        } catch (UserException | IllegalArgumentException | DateTimeException bad) {
          problems.add(where.substring(0, where.length() - 1) + ": " + firstLine(bad));
        }
      }
      return items;
    }

    Optional<String> text(String key) {
      JsonNode value = node.path(key);
      return value.isValueNode() && !value.isNull()
          ? Optional.of(value.asText())
          : Optional.empty();
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
}

package io.tidewatch.spark.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the commits of a table added, out of its log. */
record LandedFiles(List<Commit> commits) {
  /**
   * One commit that added files.
   *
   * @param at when it could be read
   * @param first the earliest time of its rows
   * @param last the latest
   * @param days how many files it added to each folder of a day
   */
  record Commit(Instant at, Instant first, Instant last, Map<String, Integer> days) {}

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static LandedFiles of(Path table) {
    List<Commit> commits = new ArrayList<>();
    try (Stream<Path> files = Files.list(table.resolve("_delta_log"))) {
      for (Path file : files.filter(LandedFiles::isCommit).sorted().toList()) {
        Commit commit = read(file);
        if (!commit.days().isEmpty()) {
          commits.add(commit);
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read the log of " + table, unreadable);
    }
    return new LandedFiles(commits);
  }

  int files() {
    return perDay().values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many files the day with the most has. */
  int mostPerDay() {
    return perDay().values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  private Map<String, Integer> perDay() {
    Map<String, Integer> all = new HashMap<>();
    commits.forEach(
        commit -> commit.days().forEach((day, count) -> all.merge(day, count, Integer::sum)));
    return all;
  }

  private static boolean isCommit(Path file) {
    return file.getFileName().toString().matches("\\d{20}\\.json");
  }

  private static Commit read(Path file) throws IOException {
    Map<String, Integer> days = new HashMap<>();
    Instant first = Instant.MAX;
    Instant last = Instant.MIN;
    for (String line : Files.readAllLines(file)) {
      JsonNode add = JSON.readTree(line).path("add");
      if (add.isMissingNode()) {
        continue;
      }
      days.merge(add.path("partitionValues").path("day").asText(), 1, Integer::sum);
      JsonNode stats = JSON.readTree(add.path("stats").asText("{}"));
      Instant least = time(stats.path("minValues").path("ts"));
      Instant most = time(stats.path("maxValues").path("ts"));
      first = least.isBefore(first) ? least : first;
      last = most.isAfter(last) ? most : last;
    }
    return new Commit(Files.getLastModifiedTime(file).toInstant(), first, last, days);
  }

  private static Instant time(JsonNode text) {
    return OffsetDateTime.parse(text.asText()).toInstant();
  }
}

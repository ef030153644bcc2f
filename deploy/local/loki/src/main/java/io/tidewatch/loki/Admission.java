package io.tidewatch.loki;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Judges what is pushed as Loki does: bad entries are named, good ones of the same push are taken.
 */
final class Admission {
  private static final Pattern LABEL_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern NOT_IN_NAME = Pattern.compile("[^A-Za-z0-9_:]");
  // Streams whose newest time is remembered; forgetting one only forgives a late line.
  private static final int REMEMBERED = 100_000;

  /** What was taken and what is wrong with the rest. */
  record Outcome(List<LogEntry> taken, List<String> refusals) {}

  private final Limits limits;
  private final Map<Labels, Long> newest = new HashMap<>();

  Admission(Limits limits) {
    this.limits = limits;
  }

  /** With the limits on times, for live pushes. */
  synchronized Outcome judge(List<PushReader.Pushed> streams, long now) {
    Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>());
    for (PushReader.Pushed stream : streams) {
      judge(stream, Optional.of(now), outcome);
    }
    if (newest.size() > REMEMBERED) {
      newest.clear();
    }
    return outcome;
  }

  /** Of any age that is kept, for history. */
  Outcome judgeHistory(PushReader.Pushed stream, long oldestKept) {
    Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>());
    judge(stream, Optional.empty(), outcome);
    boolean forgotten = outcome.taken().removeIf(entry -> entry.at() < oldestKept);
    if (forgotten) {
      outcome
          .refusals()
          .add("it has lines older than " + Times.rfc3339(oldestKept) + ": raise --keep-days");
    }
    return outcome;
  }

  private void judge(PushReader.Pushed stream, Optional<Long> now, Outcome outcome) {
    Labels sent = Labels.of(stream.labels());
    Labels labels = sent.withServiceName();
    Optional<String> wrong = wrongLabels(sent, labels);
    if (wrong.isPresent()) {
      outcome.refusals().add(wrong.get());
      return;
    }
    for (PushReader.Value value : stream.values()) {
      Optional<String> refusal =
          tooLong(labels, value).or(() -> now.flatMap(at -> wrongTime(labels, value.at(), at)));
      if (refusal.isPresent()) {
        outcome.refusals().add(refusal.get());
        continue;
      }
      outcome.taken().add(entry(labels, value));
      now.ifPresent(live -> newest.merge(labels, value.at(), Math::max));
    }
  }

  private static LogEntry entry(Labels labels, PushReader.Value value) {
    Map<String, String> metadata = new HashMap<>(value.metadata());
    metadata.putIfAbsent(
        DetectedLevel.LABEL, DetectedLevel.of(labels, value.metadata(), value.line()));
    return new LogEntry(labels, value.at(), value.line(), metadata);
  }

  private Optional<String> wrongLabels(Labels sent, Labels labels) {
    for (String name : sent.values().keySet()) {
      if (!LABEL_NAME.matcher(name).matches()) {
        return Optional.of(unparsable(sent, name));
      }
    }
    if (sent.values().size() > limits.labelNames()) {
      return Optional.of(
          "entry for stream '"
              + labels
              + "' has "
              + sent.values().size()
              + " label names; limit "
              + limits.labelNames());
    }
    return Optional.empty();
  }

  private static String unparsable(Labels sent, String name) {
    Matcher bad = NOT_IN_NAME.matcher(name);
    int within = bad.find() ? bad.start() : 0;
    String offending = name.isEmpty() ? "=" : name.substring(within, within + 1);
    int column = sent.toString().indexOf(name + "=") + within + 1;
    return "couldn't parse labels: 1:"
        + column
        + ": parse error: unexpected character inside braces: '"
        + offending
        + "'";
  }

  private Optional<String> tooLong(Labels labels, PushReader.Value value) {
    // Four bytes a character at most: short lines need no count.
    int most = value.line().length() * 4;
    if (most <= limits.lineBytes()) {
      return Optional.empty();
    }
    int bytes = value.line().getBytes(StandardCharsets.UTF_8).length;
    return bytes <= limits.lineBytes()
        ? Optional.empty()
        : Optional.of(
            "max entry size '"
                + limits.lineBytes()
                + "' bytes exceeded for stream '"
                + labels
                + "' while adding an entry with length '"
                + bytes
                + "' bytes");
  }

  private Optional<String> wrongTime(Labels labels, long at, long now) {
    String entry = "entry for stream '" + labels + "' has timestamp ";
    long oldest = now - limits.oldest().toNanos();
    if (at < oldest) {
      return Optional.of(
          entry
              + "too old: "
              + Times.rfc3339(at)
              + ", oldest acceptable timestamp is: "
              + Times.rfc3339(oldest));
    }
    if (at > now + limits.newest().toNanos()) {
      return Optional.of(entry + "too new: " + Times.rfc3339(at));
    }
    long earliest = newest.getOrDefault(labels, at) - limits.outOfOrder().toNanos();
    return at >= earliest
        ? Optional.empty()
        : Optional.of(
            "entry with timestamp "
                + Times.rfc3339(at)
                + " ignored, reason: 'entry too far behind, entry timestamp is: "
                + Times.rfc3339(at)
                + ", oldest acceptable timestamp is: "
                + Times.rfc3339(earliest)
                + "' for stream: "
                + labels);
  }
}

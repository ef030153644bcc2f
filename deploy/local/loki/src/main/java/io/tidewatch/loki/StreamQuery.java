package io.tidewatch.loki;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the first (or last) lines of a query; at most as many as were asked for are in memory, and
 * no more bytes than an answer may have.
 */
final class StreamQuery {
  /** A found line with its place in the order of the answer. */
  private record Found(long at, String order, long sequence, Stage.Line line) {}

  private final Query query;
  private final int limit;
  private final boolean forward;
  private final Limits limits;
  private final Deadline deadline;
  private final TreeSet<Found> found;
  private long sequence;
  private long bytes;

  StreamQuery(Query query, int limit, boolean forward, Limits limits, Deadline deadline) {
    this.query = query;
    this.limit = limit;
    this.forward = forward;
    this.limits = limits;
    this.deadline = deadline;
    Comparator<Found> byTime = Comparator.comparingLong(Found::at);
    // Streams of one time stand in the order that Loki was recorded to cut them off by.
    this.found =
        new TreeSet<>(
            (forward ? byTime : byTime.reversed())
                .thenComparing(Found::order, Comparator.reverseOrder())
                .thenComparingLong(Found::sequence));
  }

  /** Looks through a time range. */
  StreamQuery over(LogStore store, long from, long until) throws IOException {
    List<Bucket> buckets = store.between(from, until);
    if (!forward) {
      Collections.reverse(buckets);
    }
    for (Bucket bucket : buckets) {
      bucket.scan(from, until, query::selects, new Visitor());
      if (found.size() >= limit) {
        break;
      }
    }
    return this;
  }

  /** The found times and lines in order, by the labels they are grouped by. */
  Map<Labels, List<Map.Entry<Long, String>>> result() {
    Map<Labels, List<Map.Entry<Long, String>>> streams = new TreeMap<>();
    for (Found one : found) {
      streams
          .computeIfAbsent(one.line().labels(), labels -> new ArrayList<>())
          .add(Map.entry(one.at(), one.line().text()));
    }
    return streams;
  }

  /** Takes the lines of one bucket. */
  private final class Visitor implements Bucket.Visitor {
    private final Seen seen = new Seen();

    @Override
    public boolean wants(long first, long last) {
      if (found.size() < limit) {
        return true;
      }
      return forward ? first <= found.last().at() : last >= found.last().at();
    }

    @Override
    public void visit(LogEntry entry) {
      deadline.line();
      query
          .pass(entry)
          .filter(line -> seen.first(entry))
          .ifPresent(
              line -> keep(new Found(entry.at(), line.labels().toString(), sequence++, line)));
    }
  }

  private void keep(Found one) {
    found.add(one);
    bytes += one.line().text().length();
    if (found.size() > limit) {
      bytes -= found.pollLast().line().text().length();
    }
    if (bytes > limits.answerBytes()) {
      throw new Refusal(
          500,
          "rpc error: code = ResourceExhausted desc = grpc: trying to send message larger than max ("
              + bytes
              + " vs. "
              + limits.answerBytes()
              + ")");
    }
  }
}

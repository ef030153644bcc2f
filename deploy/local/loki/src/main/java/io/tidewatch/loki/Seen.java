package io.tidewatch.loki;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Tells a line that was pushed twice (same stream, time and text) from two lines: a shipper that
 * got no answer sends again, and Loki keeps one of both. One of these serves one bucket.
 */
final class Seen {
  private static final long PRIME = 0x100000001b3L;

  // A 64-bit hash of each line: 32 million lines have one chance in 30 000 of a false match.
  private final Set<Long> hashes = new HashSet<>();
  // Within one bucket a stream is one object.
  private final Map<Labels, Integer> streams = new IdentityHashMap<>();

  boolean first(LogEntry entry) {
    long hash = 0xcbf29ce484222325L;
    hash = (hash ^ entry.at()) * PRIME;
    hash = (hash ^ streams.computeIfAbsent(entry.stream(), s -> streams.size())) * PRIME;
    for (int i = 0; i < entry.line().length(); i++) {
      hash = (hash ^ entry.line().charAt(i)) * PRIME;
    }
    return hashes.add(hash ^ (hash >>> 31));
  }
}

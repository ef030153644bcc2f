package io.tidewatch.operator.incident;

import io.tidewatch.operator.incident.Incident.Severity;
import io.tidewatch.source.ApiPost;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A receiver that remembers what it was told, and answers as a test says. */
final class TestingReceiver implements Receiver {
  /** One try to tell it something. */
  record Try(Instant at, List<Episode> episodes, boolean taken) {}

  private final Addressee addressee;
  private final List<Try> tries = new CopyOnWriteArrayList<>();
  private final Map<String, Episode> newest = new ConcurrentHashMap<>();
  private Supplier<ApiPost.Answer> script = ApiPost.Answer::taken;

  private TestingReceiver(Addressee addressee) {
    this.addressee = addressee;
  }

  /** Hears of changes, and is reminded every four hours. */
  static TestingReceiver webhook(String name) {
    return new TestingReceiver(
        new Addressee(name, Severity.INFO, Duration.ofHours(4), Duration.ZERO, false));
  }

  /** Hears everything open every minute. */
  static TestingReceiver forgetful(String name) {
    return new TestingReceiver(
        new Addressee(name, Severity.INFO, Duration.ofMinutes(1), Duration.ofMinutes(15), true));
  }

  static TestingReceiver loud(String name) {
    return new TestingReceiver(
        new Addressee(name, Severity.CRITICAL, Duration.ofHours(4), Duration.ZERO, false));
  }

  void answer(Supplier<ApiPost.Answer> next) {
    script = next;
  }

  void fail() {
    answer(() -> ApiPost.Answer.later("down"));
  }

  void work() {
    answer(ApiPost.Answer::taken);
  }

  @Override
  public Addressee addressee() {
    return addressee;
  }

  @Override
  public ApiPost.Answer deliver(List<Episode> episodes, Instant now) {
    ApiPost.Answer answer = script.get();
    boolean taken = answer.verdict() == ApiPost.Verdict.TAKEN;
    tries.add(new Try(now, episodes, taken));
    if (taken) {
      episodes.forEach(episode -> newest.put(episode.fingerprint(), episode));
    }
    return answer;
  }

  List<Try> tries() {
    return tries;
  }

  List<Try> taken() {
    return tries.stream().filter(Try::taken).toList();
  }

  /** What it knows of each incident. */
  Map<String, Episode> newest() {
    return newest;
  }

  /** Incidents that it takes for open. */
  List<Episode> open() {
    return newest.values().stream().filter(Episode::open).toList();
  }
}

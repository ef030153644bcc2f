package io.tidewatch.local.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.local.report.ResultFile;
import io.tidewatch.processes.ProcessException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The decisions of the race, asked of the controller again and again: its own ring is bounded. */
final class DecisionBook {
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final int NEWEST = 100;
  private static final int PATIENT_LOOKS = 5;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final Supplier<Optional<URI>> leader;
  private final String question;
  private final TreeMap<Instant, OurDecision> all = new TreeMap<>();
  private Optional<URI> address = Optional.empty();
  private int withoutNews;

  /**
   * An empty one.
   *
   * @param leader where the controller that decides answers; asked for again when it has no news
   */
  DecisionBook(Supplier<Optional<URI>> leader, Side side) {
    this.leader = leader;
    this.question =
        "/decisions?limit=%d&workload=%s/%s".formatted(NEWEST, side.namespace(), Side.WORKLOAD);
  }

  /** Asks for what is new; a controller that does not answer is asked again the next time. */
  void look() {
    int before = all.size();
    ask(question).ifPresent(this::add);
    withoutNews = all.size() == before ? withoutNews + 1 : 0;
    if (withoutNews > PATIENT_LOOKS) {
      // Another may lead by now.
      address = Optional.empty();
      withoutNews = 0;
    }
  }

  /** Its incidents, open and resolved; empty if it does not answer. */
  Optional<JsonNode> incidents() {
    return ask("/incidents");
  }

  private Optional<JsonNode> ask(String page) {
    try {
      address = address.or(leader);
      return address.isEmpty() ? Optional.empty() : get(address.get().resolve(page));
    } catch (IOException | UncheckedIOException | ProcessException notNow) {
      // Too few decisions in the report tell it.
      address = Optional.empty();
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  private Optional<JsonNode> get(URI page) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(page).timeout(PATIENCE).build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() == 200
        ? Optional.of(ResultFile.parse(answer.body()))
        : Optional.empty();
  }

  void add(JsonNode answer) {
    OurDecision.of(answer).forEach(decision -> all.put(decision.record().at(), decision));
  }

  Optional<OurDecision> newest() {
    return all.isEmpty() ? Optional.empty() : Optional.of(all.lastEntry().getValue());
  }

  /** Those between two times. */
  List<OurDecision> between(Instant from, Instant to) {
    return all.values().stream()
        .filter(decision -> !decision.record().at().isBefore(from))
        .filter(decision -> decision.record().at().isBefore(to))
        .toList();
  }

  /** Share of the steps in which the newest decision trusted its forecast. */
  static double trustedShare(List<OurDecision> decisions, Instant from, Duration step, int steps) {
    int trusted = 0;
    Instant end = from;
    List<OurDecision> inOrder = new ArrayList<>(decisions);
    for (int i = 0; i < steps; i++) {
      end = end.plus(step);
      Instant until = end;
      trusted +=
          inOrder.stream()
                  .filter(decision -> decision.record().at().isBefore(until))
                  .filter(decision -> !decision.record().at().isBefore(until.minus(step)))
                  .reduce((before, after) -> after)
                  .filter(decision -> decision.record().trusted())
                  .isPresent()
              ? 1
              : 0;
    }
    return steps == 0 ? 0 : trusted / (double) steps;
  }
}

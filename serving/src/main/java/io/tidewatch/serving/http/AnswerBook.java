package io.tidewatch.serving.http;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.feature.DemandView;
import io.tidewatch.serving.forecast.Answer;
import io.tidewatch.serving.forecast.Board;
import io.tidewatch.serving.shadow.ShadowBoard;
import io.tidewatch.serving.window.Unready;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/** The board in force, and each of its answers written out at most once. */
public final class AnswerBook {
  private static final int LISTED = 100;

  private final List<WorkloadId> workloads;
  private final Map<String, Integer> places = new HashMap<>();
  private final Duration step;
  private final Duration oldest;
  private final Clock clock;
  private final Supplier<Optional<ShadowBoard>> shadow;
  private volatile Optional<Page> page = Optional.empty();

  /**
   * A book without a board.
   *
   * @param shadow what the challenger has said last
   */
  public AnswerBook(Catalogue catalogue, Clock clock, Supplier<Optional<ShadowBoard>> shadow) {
    this.shadow = shadow;
    this.workloads = catalogue.workloads().stream().map(spec -> spec.workload()).toList();
    this.step = catalogue.timescale().step();
    // Only a loop that hangs lets a board grow that old.
    this.oldest = catalogue.settle().plus(step.multipliedBy(DemandView.LONGEST_BRIDGE + 2));
    this.clock = clock;
    for (int i = 0; i < workloads.size(); i++) {
      places.put(workloads.get(i).toString(), i);
    }
  }

  /** A board and what has been written of it; two requests may write the same, harmlessly. */
  private record Page(
      Board board, AnswerJson.Times times, AtomicReferenceArray<AnswerJson> written) {}

  /** Puts a board in the place of the one in force. */
  public void publish(Board board) {
    AtomicReferenceArray<AnswerJson> none = new AtomicReferenceArray<>(board.answers().size());
    page = Optional.of(new Page(board, new AnswerJson.Times(), none));
  }

  /** The board in force. */
  public Optional<Board> board() {
    return page.map(Page::board);
  }

  /** The names of the first hundred workloads, for messages. */
  public List<String> known() {
    return workloads.stream().limit(LISTED).map(WorkloadId::toString).toList();
  }

  /** The only workload there is, else a problem that lists them. */
  public String only() {
    if (workloads.size() == 1) {
      return workloads.get(0).toString();
    }
    throw new ProblemException(
        Problem.of(
            Problem.Kind.WORKLOAD_MISSING,
            "there are %d workloads: say which one, as ?workload=namespace/name"
                .formatted(workloads.size()),
            Map.of("known", known())));
  }

  /**
   * The workload that a request names.
   *
   * @throws ProblemException when there is no such workload
   */
  public WorkloadId workload(String name) {
    return workloads.get(place(name));
  }

  /**
   * The forecast of a workload as JSON.
   *
   * @throws ProblemException when there is no such workload or it has no forecast at present
   */
  public byte[] json(String workload) {
    return json(workload, place(workload), current(workload));
  }

  /** The same with what the challenger says of the same step, or null where it said nothing. */
  public byte[] jsonWithChallenger(String workload) {
    int place = place(workload);
    // Read once, so that both are of one step even if another is published meanwhile.
    Page current = current(workload);
    Optional<ShadowBoard.Said> said =
        shadow
            .get()
            .filter(its -> its.at().equals(current.board().at()))
            .map(its -> its.said().get(workloads.get(place)));
    return ChallengerJson.added(json(workload, place, current), said);
  }

  private Page current(String workload) {
    Page current = page.orElseThrow(() -> notReady(workload, starting()));
    if (clock.instant().isAfter(current.board().at().plus(oldest))) {
      throw notReady(workload, overdue(current.board()));
    }
    return current;
  }

  private byte[] json(String workload, int place, Page current) {
    Answer answer = current.board().answers().get(place);
    if (answer instanceof Answer.NotReady not) {
      throw notReady(workload, not.why());
    }
    Answer.Ready ready = (Answer.Ready) answer;
    AnswerJson json = current.written().get(place);
    if (json == null) {
      json = AnswerJson.of(ready, current.times());
      current.written().set(place, json);
    }
    return json.at(Duration.between(ready.forecast().featureTime(), clock.instant()).toSeconds());
  }

  /** Why not a single workload has a forecast; empty when at least one has. */
  public Optional<Problem> unready() {
    if (page.isEmpty()) {
      return Optional.of(problem("", starting()));
    }
    Board board = page.get().board();
    if (clock.instant().isAfter(board.at().plus(oldest))) {
      return Optional.of(problem("", overdue(board)));
    }
    Optional<Unready> first = Optional.empty();
    for (Answer answer : board.answers()) {
      if (!(answer instanceof Answer.NotReady not)) {
        return Optional.empty();
      }
      first = first.or(() -> Optional.of(not.why()));
    }
    // Who has nothing to forecast has no forecast either.
    return Optional.of(problem("", first.orElseGet(AnswerBook::nothingToDo)));
  }

  private int place(String workload) {
    Integer place = places.get(workload);
    if (place == null) {
      place = places.get(parsed(workload));
    }
    if (place == null) {
      throw new ProblemException(
          Problem.of(
              Problem.Kind.UNKNOWN_WORKLOAD,
              "\"%s\" is not among the %d workloads of the catalogue"
                  .formatted(workload, workloads.size()),
              Map.of("workload", workload, "known", known())));
    }
    return place;
  }

  private static String parsed(String workload) {
    try {
      return WorkloadId.parse(workload).toString();
    } catch (UserException malformed) {
      throw new ProblemException(
          Problem.of(
              Problem.Kind.MALFORMED_WORKLOAD,
              malformed.problem() + ": " + malformed.reason(),
              Map.of("workload", workload)));
    }
  }

  private static Unready starting() {
    return new Unready(Unready.Code.NO_HISTORY, "the history is still being read");
  }

  private static Unready nothingToDo() {
    return new Unready(Unready.Code.NO_HISTORY, "the catalogue names no workload yet");
  }

  private static Unready overdue(Board board) {
    return new Unready(Unready.Code.STALE, "the last step that was forecast is " + board.at());
  }

  private ProblemException notReady(String workload, Unready why) {
    return new ProblemException(problem(workload, why));
  }

  private Problem problem(String workload, Unready why) {
    Problem.Kind kind =
        switch (why.code()) {
          case NO_HISTORY -> Problem.Kind.NO_HISTORY;
          case GAPS -> Problem.Kind.GAPS;
          case STALE -> Problem.Kind.STALE;
          case NO_MODEL -> Problem.Kind.NO_MODEL;
        };
    Map<String, Object> more = new HashMap<>();
    more.put(Problem.RETRY_AFTER, step.toSeconds());
    if (!workload.isEmpty()) {
      more.put("workload", workload);
    }
    return Problem.of(kind, why.detail(), more);
  }
}

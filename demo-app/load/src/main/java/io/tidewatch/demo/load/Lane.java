package io.tidewatch.demo.load;

import java.util.concurrent.CompletableFuture;

/** One target's share of the run: sends each arrival at once, whatever became of those before. */
final class Lane {
  private final Target target;
  private final Sender sender;
  private final TargetBook book;
  private final FailureLog failures;
  private final int mostInFlight;

  Lane(Target target, Sender sender, TargetBook book, FailureLog failures, int mostInFlight) {
    this.target = target;
    this.sender = sender;
    this.book = book;
    this.failures = failures;
    this.mostInFlight = mostInFlight;
  }

  /** Sends the request that was due then, or counts it as shed when too many are on their way. */
  void offer(Due due, Pace pace) {
    book.reached(due.step());
    if (book.inFlight() >= mostInFlight) {
      book.shed(due.step());
      return;
    }
    book.sent(due.step(), pace.now() - due.nanos());
    send()
        .whenComplete(
            (answer, bug) -> {
              Answer ended = bug == null ? answer : Answer.ofFailure(bug);
              long latency = pace.now() - due.nanos();
              book.ended(due.step(), ended, latency);
              failures.add(target.name(), due, ended, latency);
            });
  }

  /** A client that is full may throw at once; that is an answer like any other. */
  private CompletableFuture<Answer> send() {
    try {
      return sender.send();
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(Answer.ofFailure(e));
    }
  }

  Target target() {
    return target;
  }

  TargetBook book() {
    return book;
  }
}

package io.tidewatch.serving.model;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Holds the model in use and swaps it in one step. A model that was swapped out is closed when the
 * last use of it has ended, never under a running prediction.
 */
public final class ModelSlot implements AutoCloseable {
  private final AtomicReference<Held> held = new AtomicReference<>(Held.NOTHING);

  /** The model in use, to read what it says about itself. */
  public Optional<LoadedModel> current() {
    return held.get().model;
  }

  /** Calls a function with the model in use, which stays open until it returns. */
  public <T> Optional<T> use(Function<LoadedModel, T> function) {
    while (true) {
      Held now = held.get();
      if (now.model.isEmpty()) {
        return Optional.empty();
      }
      // Fails only if the model was swapped out just now: then there is a newer one.
      if (now.acquire()) {
        try {
          return Optional.of(function.apply(now.model.get()));
        } finally {
          now.release();
        }
      }
    }
  }

  /** Puts another model in the place of the present one. */
  public void swap(LoadedModel next) {
    held.getAndSet(new Held(Optional.of(next))).release();
  }

  @Override
  public void close() {
    held.getAndSet(Held.NOTHING).release();
  }

  /** A model with the number of its users; the slot itself is one. */
  private static final class Held {
    private static final Held NOTHING = new Held(Optional.empty());

    private final Optional<LoadedModel> model;
    private final AtomicInteger users = new AtomicInteger(1);

    Held(Optional<LoadedModel> model) {
      this.model = model;
    }

    boolean acquire() {
      return users.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
    }

    void release() {
      if (model.isPresent() && users.decrementAndGet() == 0) {
        model.get().predictor().close();
      }
    }
  }
}

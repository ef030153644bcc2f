package io.tidewatch.serving.model;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Holds the model in use and swaps it in one step. A model that was swapped out is closed when the
 * last use of it has ended, never under a running prediction.
 */
public final class ModelSlot<M extends ServedModel> implements AutoCloseable {
  private final Held<M> nothing = new Held<>(Optional.empty());
  private final AtomicReference<Held<M>> held = new AtomicReference<>(nothing);

  /** The model in use, to read what it says about itself. */
  public Optional<M> current() {
    return held.get().model;
  }

  /** Calls a function with the model in use, which stays open until it returns. */
  public <T> Optional<T> use(Function<M, T> function) {
    while (true) {
      Held<M> now = held.get();
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
  public void swap(M next) {
    held.getAndSet(new Held<>(Optional.of(next))).release();
  }

  /** Holds nothing from now on; a model may be swapped in again. */
  public void clear() {
    held.getAndSet(nothing).release();
  }

  @Override
  public void close() {
    held.getAndSet(nothing).release();
  }

  /** A model with the number of its users; the slot itself is one. */
  private static final class Held<M extends ServedModel> {
    private final Optional<M> model;
    private final AtomicInteger users = new AtomicInteger(1);

    Held(Optional<M> model) {
      this.model = model;
    }

    boolean acquire() {
      return users.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
    }

    void release() {
      if (model.isPresent() && users.decrementAndGet() == 0) {
        model.get().close();
      }
    }
  }
}

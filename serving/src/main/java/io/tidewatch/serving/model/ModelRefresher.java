package io.tidewatch.serving.model;

import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.domain.UserException;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.serving.model.Refresh.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Follows an alias: brings the package it points at, verifies it and swaps it in. A package that is
 * refused leaves the last good model in use.
 */
public final class ModelRefresher<M extends ServedModel> {
  private static final Logger LOG = LoggerFactory.getLogger(ModelRefresher.class);

  /** A package that failed is not brought again before this time has passed. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ModelSource source;
  private final ModelLoader<M> loader;
  private final PackageCache cache;
  private final ModelSlot<M> slot;
  private final String alias;
  private final Runnable swapped;
  private final Clock clock;
  private volatile Optional<Failure> failure = Optional.empty();
  private volatile Outcome lastLogged = Outcome.UNCHANGED;

  /**
   * A refresher of one alias.
   *
   * @param slot takes the models that it finds good
   * @param swapped told when it has taken one
   */
  public ModelRefresher(
      ModelSource source,
      ModelLoader<M> loader,
      PackageCache cache,
      ModelSlot<M> slot,
      String alias,
      Runnable swapped,
      Clock clock) {
    this.source = source;
    this.loader = loader;
    this.cache = cache;
    this.slot = slot;
    this.alias = alias;
    this.swapped = swapped;
    this.clock = clock;
  }

  /**
   * A version that could not be used.
   *
   * @param at when it was last tried
   */
  public record Failure(ModelId model, Refresh.Outcome outcome, String reason, Instant at) {}

  /** The version that was last refused, until another one is good. */
  public Optional<Failure> failure() {
    return failure;
  }

  /** Looks once; a version that failed a moment ago is left alone unless this is forced. */
  public synchronized Refresh refresh(boolean force) {
    Refresh result = look(force);
    if (result.outcome() != lastLogged || result.outcome() == Outcome.SWAPPED) {
      Level level = result.outcome() == Outcome.REFUSED ? Level.WARN : Level.INFO;
      LOG.atLevel(level).log("model {}: {}", result.outcome().text(), result.detail());
    }
    lastLogged = result.outcome();
    return result;
  }

  /** Puts the last good package of an earlier process in use until the registry has answered. */
  public synchronized void useCached() {
    if (slot.current().isEmpty()) {
      cached().ifPresent(result -> LOG.info("model {}", result.detail()));
    }
  }

  private Refresh look(boolean force) {
    Optional<ModelVersion> version;
    try {
      version = source.current();
    } catch (UserException unreachable) {
      return fromCache(unreachable);
    }
    if (version.isEmpty()) {
      String detail = "no version has the alias " + alias + " (is anything trained yet?)";
      return new Refresh(Outcome.ABSENT, Optional.empty(), detail);
    }
    ModelId id = new ModelId(version.get().model(), version.get().version(), alias);
    if (slot.current().map(ServedModel::id).filter(id::equals).isPresent()) {
      failure = Optional.empty();
      return new Refresh(Outcome.UNCHANGED, Optional.of(id), text(id) + " is in use");
    }
    Optional<Failure> recent = failure.filter(f -> f.model().equals(id)).filter(this::recent);
    if (recent.isPresent() && !force) {
      return new Refresh(recent.get().outcome(), Optional.of(id), recent.get().reason());
    }
    return bring(version.get(), id);
  }

  private Refresh bring(ModelVersion version, ModelId id) {
    ModelPackage content;
    try {
      content = source.download(version, cache.place(id));
    } catch (UserException damaged) {
      return failed(id, Outcome.REFUSED, damaged);
    }
    try {
      return swap(loader.load(id, content, LoadedModel.Origin.REGISTRY));
    } catch (UserException refused) {
      cache.discard(id);
      return failed(id, Outcome.REFUSED, refused);
    }
  }

  private Refresh swap(M model) {
    slot.swap(model);
    swapped.run();
    cache.keep(model.id());
    failure = Optional.empty();
    String detail = text(model.id()) + " is in use, from the " + model.origin().text();
    return new Refresh(Outcome.SWAPPED, Optional.of(model.id()), detail);
  }

  /** Only a process without any model needs the cache: the registry may come back with another. */
  private Refresh fromCache(UserException unreachable) {
    if (slot.current().isPresent()) {
      return unavailable(unreachable);
    }
    return cached().orElseGet(() -> unavailable(unreachable));
  }

  private Optional<Refresh> cached() {
    Optional<ModelId> good = cache.lastGood();
    if (good.isEmpty()) {
      return Optional.empty();
    }
    try {
      ModelPackage content = ModelPackage.open(cache.place(good.get()));
      return Optional.of(swap(loader.load(good.get(), content, LoadedModel.Origin.CACHE)));
    } catch (UserException refused) {
      LOG.warn("the cached {} is refused: {}", text(good.get()), refused.getMessage());
      return Optional.empty();
    }
  }

  private Refresh unavailable(UserException unreachable) {
    String detail = unreachable.problem() + ": " + unreachable.reason();
    return new Refresh(Outcome.UNAVAILABLE, slot.current().map(ServedModel::id), detail);
  }

  private Refresh failed(ModelId id, Outcome outcome, UserException why) {
    String reason = text(id) + " is refused: " + why.problem() + ": " + why.reason();
    failure = Optional.of(new Failure(id, outcome, reason, clock.instant()));
    return new Refresh(outcome, Optional.of(id), reason);
  }

  private boolean recent(Failure before) {
    return before.at().plus(PATIENCE).isAfter(clock.instant());
  }

  private static String text(ModelId id) {
    return id.name() + " version " + id.version();
  }
}

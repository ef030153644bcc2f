package io.tidewatch.demo.load;

import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.Random;

/**
 * When requests arrive: a Poisson process whose rate follows a {@link Rate}, by thinning (Lewis and
 * Shedler 1979). Candidates come with exponential gaps at the peak rate; one at time t is kept with
 * probability rate(t) / peak. It depends on rate, duration and seed only, so every target of a run
 * gets the same moments. {@link Random} because its sequence is part of its specification.
 */
public final class ArrivalSchedule {
  private static final double NANOS = 1e9;

  private final Rate rate;
  private final double seconds;
  private final long seed;

  /** A schedule of the given length; the seed makes it repeatable. */
  public ArrivalSchedule(Rate rate, Duration duration, long seed) {
    this.rate = rate;
    this.seconds = duration.toNanos() / NANOS;
    this.seed = seed;
  }

  /** Nanoseconds after the start, never decreasing; each call begins anew with the same moments. */
  public PrimitiveIterator.OfLong arrivals() {
    return new Thinning();
  }

  private final class Thinning implements PrimitiveIterator.OfLong {
    private final Random random = new Random(seed);
    private double next = advance(0);

    private double advance(double from) {
      double time = from;
      double kept;
      do {
        time -= Math.log(1 - random.nextDouble()) / rate.peak();
        kept = random.nextDouble() * rate.peak();
      } while (time < seconds && kept >= rate.at(time));
      return time;
    }

    @Override
    public boolean hasNext() {
      return next < seconds;
    }

    @Override
    public long nextLong() {
      if (!hasNext()) {
        throw new NoSuchElementException("the run is over");
      }
      long arrival = (long) (next * NANOS);
      next = advance(next);
      return arrival;
    }
  }
}

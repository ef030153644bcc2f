package io.tidewatch.policy.size;

import io.tidewatch.domain.Timescale;
import io.tidewatch.policy.size.SizeVerdict.Keep;
import io.tidewatch.policy.size.SizeVerdict.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Decides when the pods of a workload get another size: seldom, by enough, and never on a guess.
 *
 * <p>A request changes if it lies outside of the interval of what is needed (which is wide while
 * there is little data) and the recommendation differs from it by at least {@link
 * SizeRules#least()}. At most half of it is taken away at once: a need that was seen for days may
 * still be that of a quiet week. What is unknown stays as it is. Limits keep their ratio to
 * requests, and the class of service stays.
 */
public record ResizePolicy(SizeRules rules) {
  private static final double MOST_TAKEN_AWAY = 0.5;
  private static final double SAME = 0.02;

  /** Whether, and to what. */
  public SizeVerdict judge(SizeReading reading) {
    if (reading.hold().isPresent()) {
      return reading.hold().get();
    }
    boolean lately =
        reading.last().isPresent()
            && reading.step() - reading.last().getAsLong() < Timescale.STEPS_PER_DAY;
    if (lately) {
      return new Keep(Why.ONCE_A_DAY, "it was resized, or that was tried, within a day");
    }
    Resources present = reading.present();
    if (present.qos() == Resources.Qos.BEST_EFFORT) {
      return new Keep(Why.BEST_EFFORT, "it has no requests, and any would change its class");
    }
    Needs needs = reading.advice().needs();
    if (needs.cpu().missing().isPresent() && needs.memory().missing().isPresent()) {
      return new Keep(Why.NOT_ENOUGH_DATA, needs.memory().missing().get());
    }
    return unknown(reading).map(SizeVerdict.class::cast).orElseGet(() -> sized(reading));
  }

  // A recommendation is made for a size: for pods of another one it may be wrong.
  private static Optional<Keep> unknown(SizeReading reading) {
    Optional<Resources> seen = reading.advice().current();
    if (seen.isEmpty() || reading.advice().recommended().isEmpty()) {
      return Optional.of(
          new Keep(Why.SIZE_UNKNOWN, "it is not known what its pods ask for: " + notes(reading)));
    }
    boolean same =
        alike(seen.get().cpuRequest(), reading.present().cpuRequest())
            && alike(seen.get().memoryRequest(), reading.present().memoryRequest());
    return same
        ? Optional.empty()
        : Optional.of(
            new Keep(
                Why.SIZE_UNKNOWN, "the advice was made for pods of another size than its own"));
  }

  private static String notes(SizeReading reading) {
    return String.join("; ", reading.advice().notes());
  }

  private static boolean alike(OptionalDouble one, OptionalDouble other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() == other.isEmpty();
    }
    return Math.abs(one.getAsDouble() / other.getAsDouble() - 1) < SAME;
  }

  /**
   * Why a change that was decided on earlier would not be made on today's advice: its beginning may
   * be enough by now, or its end too little. Empty if it still would.
   */
  public Optional<String> outdated(Resources from, Resources to, RightSize advice) {
    Optional<Resources> advised = advice.recommended();
    Needs needs = advice.needs();
    OptionalDouble cpu = advised.map(Resources::cpuRequest).orElse(OptionalDouble.empty());
    OptionalDouble memory = advised.map(Resources::memoryRequest).orElse(OptionalDouble.empty());
    return outdated(from.cpuRequest(), to.cpuRequest(), needs.cpu(), cpu, rules.cpu())
        .map(why -> "cpu: " + why)
        .or(
            () ->
                outdated(
                        from.memoryRequest(),
                        to.memoryRequest(),
                        needs.memory(),
                        memory,
                        rules.memory())
                    .map(why -> "memory: " + why));
  }

  private Optional<String> outdated(
      OptionalDouble from,
      OptionalDouble to,
      Need need,
      OptionalDouble advised,
      SizeRules.Bounds bounds) {
    if (from.equals(to) || from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    if (need.estimate().isEmpty()) {
      return need.missing();
    }
    Need.Estimate seen = need.estimate().get();
    double before = from.getAsDouble();
    double after = to.getAsDouble();
    if (after > before ? before >= seen.lower() : before <= seen.upper()) {
      return Optional.of("what its template asks for is near what is needed by now");
    }
    double used = Math.max(seen.lower(), seen.observed());
    double safe = advised.isPresent() ? bounds.within(advised.getAsDouble()) : used;
    boolean tooLittle = after < before && after < Math.max(used, safe * (1 - rules.least()));
    return tooLittle ? Optional.of("more than that is needed by now") : Optional.empty();
  }

  private SizeVerdict sized(SizeReading reading) {
    Resources present = reading.present();
    Resources advised = reading.advice().recommended().orElseThrow();
    Needs needs = reading.advice().needs();
    List<String> why = new ArrayList<>();
    OptionalDouble cpu = next(needs.cpu(), present.cpuRequest(), advised.cpuRequest(), rules.cpu());
    OptionalDouble memory =
        next(needs.memory(), present.memoryRequest(), advised.memoryRequest(), rules.memory());
    if (reading.cpuHeld().isPresent() && !cpu.equals(present.cpuRequest())) {
      double factor = present.cpuRequest().getAsDouble() / cpu.getAsDouble();
      why.add(
          String.format(
              Locale.ROOT,
              "cpu stays, although %+.0f %% would do: %s (%.2f times as high it would mean the same)",
              100 * (1 / factor - 1),
              reading.cpuHeld().get(),
              factor));
      cpu = present.cpuRequest();
    }
    if (reading.memoryHeld().isPresent() && !memory.equals(present.memoryRequest())) {
      why.add("memory stays: " + reading.memoryHeld().get());
      memory = present.memoryRequest();
    }
    Resources to =
        new Resources(
            cpu,
            inRatio(present.cpuLimit(), present.cpuRequest(), cpu),
            memory,
            inRatio(present.memoryLimit(), present.memoryRequest(), memory));
    if (to.equals(present)) {
      String held = why.isEmpty() ? "" : "; " + why.get(0);
      return new Keep(Why.RIGHT_SIZE, "what it asks for is near what it needs" + held);
    }
    if (to.qos() != present.qos()) {
      return new Keep(Why.CLASS_WOULD_CHANGE, present.qos() + " would become " + to.qos());
    }
    say("cpu", present.cpuRequest(), to.cpuRequest(), why);
    say("memory", present.memoryRequest(), to.memoryRequest(), why);
    return new SizeVerdict.Resize(to, why);
  }

  private OptionalDouble next(
      Need need, OptionalDouble present, OptionalDouble advised, SizeRules.Bounds bounds) {
    if (present.isEmpty() || advised.isEmpty() || need.estimate().isEmpty()) {
      return present;
    }
    double now = present.getAsDouble();
    Need.Estimate seen = need.estimate().get();
    boolean sure = now < seen.lower() || now > seen.upper();
    double bounded = Math.max(bounds.within(advised.getAsDouble()), MOST_TAKEN_AWAY * now);
    // A bound may keep a request from growing; it never takes away what is used.
    double used = Math.max(seen.target(), seen.observed());
    double next = bounded < now ? Math.min(now, Math.max(bounded, used)) : bounded;
    boolean enough = Math.abs(next / now - 1) >= rules.least();
    // A bound is no reason to move against what is needed.
    boolean towards = (next - now) * (seen.target() - now) > 0;
    return sure && enough && towards ? OptionalDouble.of(next) : present;
  }

  private static OptionalDouble inRatio(
      OptionalDouble limit, OptionalDouble request, OptionalDouble next) {
    if (limit.isEmpty() || next.equals(request)) {
      return limit;
    }
    return OptionalDouble.of(next.getAsDouble() * (limit.getAsDouble() / request.getAsDouble()));
  }

  private static void say(String what, OptionalDouble from, OptionalDouble to, List<String> why) {
    if (!from.equals(to)) {
      double percent = 100 * (to.getAsDouble() / from.getAsDouble() - 1);
      why.add(String.format(Locale.ROOT, "%s by %+.0f %%", what, percent));
    }
  }
}

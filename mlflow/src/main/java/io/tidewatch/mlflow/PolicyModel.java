package io.tidewatch.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a package of the kind {@code policy} holds instead of a graph: {@code policy.json}.
 *
 * @param forecast the version of the forecast whose decisions were replayed
 * @param fleet what holds for a workload that has nothing of its own
 * @param workloads per workload ({@code ns/name}) what was learned
 */
public record PolicyModel(
    String forecast, Parameters fleet, Map<String, WorkloadPolicy> workloads) {
  /** The registered model, and the kind of its packages. */
  public static final String KIND = "policy";

  static final String FILE = "policy.json";

  public PolicyModel {
    Require.text("forecast", forecast);
    Require.present("fleet", fleet);
    workloads = Map.copyOf(Require.present("workloads", workloads));
  }

  /**
   * Parameters in units that mean the same for every workload.
   *
   * @param kappaFactor κ ÷ the one that follows from the lead time
   * @param targetShare how much (0..1) of the way to the trusted target is used
   * @param why in one line
   */
  public record Parameters(double kappaFactor, double targetShare, String why)
      implements Serializable {
    public Parameters {
      positive("kappaFactor", kappaFactor);
      Require.check(targetShare >= 0 && targetShare <= 1, targetShare, "targetShare not in 0..1");
      Require.text("why", why);
    }
  }

  /**
   * What was learned of one workload.
   *
   * @param kappa price of a violated minute, in minutes of all its usual pods
   * @param trustedTarget utilisation in force while forecasts are trusted
   * @param departs whether it decides by other parameters than the fleet
   * @param minutes of history that were replayed, 0 if none could be
   * @param trustedShare share (0..1) of them in which the forecast was trusted
   * @param tried the evidence: what each candidate cost
   * @param size what its pods were seen to need
   */
  public record WorkloadPolicy(
      double kappa,
      double trustedTarget,
      Parameters parameters,
      boolean departs,
      int minutes,
      double trustedShare,
      List<Tried> tried,
      Size size)
      implements Serializable {
    public WorkloadPolicy {
      positive("kappa", kappa);
      Require.check(
          trustedTarget > 0 && trustedTarget <= 1, trustedTarget, "trustedTarget not in (0, 1]");
      Require.present("parameters", parameters);
      Require.finite("trustedShare", trustedShare);
      tried = List.copyOf(Require.present("tried", tried));
      Require.present("size", size);
    }
  }

  /**
   * One candidate.
   *
   * @param choosing what it cost on the part on which was chosen
   * @param validating what it cost on later data
   */
  public record Tried(
      double kappaFactor,
      double targetShare,
      double kappa,
      double trustedTarget,
      Spent choosing,
      Spent validating)
      implements Serializable {
    public Tried {
      positive("tried.kappa", kappa);
      Require.present("tried.choosing", choosing);
      Require.present("tried.validating", validating);
    }
  }

  /**
   * What a part of a replay cost.
   *
   * @param priced pod-hours and the price of the violations
   */
  public record Spent(double podHours, double violationMinutes, double priced)
      implements Serializable {
    public Spent {
      Require.allFinite("spent", List.of(podHours, violationMinutes, priced));
    }
  }

  /**
   * What one pod of a workload needs; what is not in {@code needs} stands in {@code missing}.
   *
   * @param needs by resource, {@code cpu} (cores) and {@code memory} (bytes)
   * @param missing by resource, why there is no estimate
   * @param heap of its Java machine in bytes, as far as known: {@code max} and {@code live}
   */
  public record Size(
      Map<String, Estimate> needs, Map<String, String> missing, Map<String, Double> heap)
      implements Serializable {
    public Size {
      needs = Map.copyOf(Require.present("size.needs", needs));
      missing = Map.copyOf(Require.present("size.missing", missing));
      heap = Map.copyOf(Require.present("size.heap", heap));
      heap.forEach((what, bytes) -> positive("size.heap." + what, bytes));
    }
  }

  /**
   * An estimate of one resource.
   *
   * @param observed the need that was seen
   * @param days from the first to the last sample
   */
  public record Estimate(
      double target, double lower, double upper, double observed, double days, int samples)
      implements Serializable {
    public Estimate {
      positive("estimate.lower", lower);
      Require.check(lower <= target && target <= upper, target, "estimate is out of its bounds");
      Require.allFinite("estimate", List.of(upper, observed, days));
    }
  }

  /** What was learned of a workload. */
  public Optional<WorkloadPolicy> of(String workload) {
    return Optional.ofNullable(workloads.get(workload));
  }

  /** The document of a package whose files are verified. Throws {@link UserException}. */
  public static PolicyModel of(ModelPackage content) {
    try {
      return Json.MAPPER.readValue(
          Files.readString(content.directory().resolve(FILE)), PolicyModel.class);
    } catch (JsonProcessingException e) {
      throw unusable(Json.complaint(e), e);
    } catch (IOException e) {
      throw unusable(e.toString(), e);
    }
  }

  byte[] toJson() {
    try {
      return Json.MAPPER.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a policy cannot be written", e);
    }
  }

  private static UserException unusable(String reason, IOException e) {
    return new UserException(
        "the policy package's " + FILE + " cannot be used",
        reason,
        "run optimize again, or serve another version of the model",
        e);
  }

  private static void positive(String field, double value) {
    Require.finite(field, value);
    Require.check(value > 0, value, field + " must be above 0 but is " + value);
  }
}

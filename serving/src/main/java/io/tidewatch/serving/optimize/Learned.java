package io.tidewatch.serving.optimize;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.mlflow.PolicyModel;
import io.tidewatch.policy.size.Jvm;
import io.tidewatch.policy.size.Need;
import io.tidewatch.policy.size.Needs;
import io.tidewatch.serving.model.LoadedPolicy;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the model in use has of one workload.
 *
 * @param missing why it has nothing, if so
 */
public record Learned(Optional<PolicyModel.WorkloadPolicy> policy, String missing) {
  /** Why there is nothing of any workload. */
  public static final String NO_MODEL = "no policy model has the alias champion: run optimize";

  /** Looks it up. */
  public static Learned of(Optional<LoadedPolicy> model, WorkloadId workload) {
    if (model.isEmpty()) {
      return new Learned(Optional.empty(), NO_MODEL);
    }
    return new Learned(
        model.get().policy().of(workload.toString()),
        "the model has not seen this workload: run optimize again once it has a history");
  }

  /** What its pods were seen to need. */
  public Needs needs() {
    return new Needs(need("cpu"), need("memory"));
  }

  /** What is known of its Java machines. */
  public Jvm jvm() {
    return new Jvm(heap("max"), heap("live"));
  }

  private Need need(String resource) {
    if (policy.isEmpty()) {
      return new Need.Unknown(missing);
    }
    PolicyModel.Size size = policy.get().size();
    PolicyModel.Estimate known = size.needs().get(resource);
    if (known == null) {
      return new Need.Unknown(size.missing().getOrDefault(resource, "nothing is known of it"));
    }
    return new Need.Estimate(
        known.target(),
        known.lower(),
        known.upper(),
        known.observed(),
        known.days(),
        known.samples());
  }

  private OptionalDouble heap(String which) {
    return policy
        .map(its -> its.size().heap().get(which))
        .map(OptionalDouble::of)
        .orElse(OptionalDouble.empty());
  }
}

package io.tidewatch.demo.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a run found out.
 *
 * @param played how much of the plan's duration was played
 * @param interrupted whether somebody stopped it before its end
 * @param targets in the order of the plan
 * @param generator how well the generator itself kept time
 * @param failures the first ones, one by one
 */
record Results(
    LoadPlan plan,
    StepGrid grid,
    Duration played,
    Instant endedAt,
    boolean interrupted,
    List<OfTarget> targets,
    Generator generator,
    List<ObjectNode> failures) {
  /** Results of one target. */
  record OfTarget(Target target, Counts total, List<StepRow> steps) {}

  /**
   * The generator's own lateness in milliseconds.
   *
   * @param sendP99 between a request's moment and its sending
   * @param answerP99 between work for the client's threads and its start; answers wait as long
   */
  record Generator(double sendP99, double sendMax, double answerP99, double answerMax) {
    /** Whether the latencies say more about the targets than about this process. */
    boolean kept(Duration limit) {
      return Math.max(sendP99, answerP99) <= limit.toNanos() / 1e6;
    }
  }

  boolean trusted() {
    return generator.kept(plan.lateLimit())
        && targets.stream().allMatch(result -> result.total().shed() == 0);
  }
}

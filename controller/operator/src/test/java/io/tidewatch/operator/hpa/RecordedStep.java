package io.tidewatch.operator.hpa;

import io.tidewatch.policy.HpaInputs;
import io.tidewatch.policy.HpaSpec;
import java.util.Map;

/**
 * One sync of the real controller.
 *
 * @param inputs what it saw
 * @param desired replicas of the target afterwards
 * @param status {@code desiredReplicas} in the HPA's status afterwards
 * @param conditions reason by condition afterwards
 */
record RecordedStep(
    HpaSpec spec, HpaInputs inputs, int desired, int status, Map<String, String> conditions) {}

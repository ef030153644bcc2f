package io.tidewatch.operator.hpa;

import java.util.function.Function;

/**
 * A story that one HPA lives through.
 *
 * @param name also of its file, its HPA, its target and the label of its pods
 * @param start replicas of the target when the HPA is created
 * @param syncs length
 * @param script the stage of each sync; stages only depend on the moment and on earlier ones
 */
record Scenario(String name, int start, int syncs, Function<Moment, Stage> script) {}

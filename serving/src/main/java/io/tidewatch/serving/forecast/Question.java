package io.tidewatch.serving.forecast;

/**
 * What a model was asked about one workload at one step; any other model can be asked the same.
 *
 * @param place the workload's place in the catalogue
 * @param usual its usual demand
 */
public record Question(int place, Present now, double usual, double[] vector) {}

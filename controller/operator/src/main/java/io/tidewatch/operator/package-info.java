/**
 * The controller: every 15 nominal seconds it collects what is, decides through {@code
 * io.tidewatch.policy} and records why; so far in mode {@code observe}, which changes nothing.
 *
 * <p>Start reading at {@link io.tidewatch.operator.ControlLoop}, then {@link
 * io.tidewatch.operator.WorkloadControl} and {@link io.tidewatch.operator.Decider}. What is
 * observed comes through {@link io.tidewatch.operator.Observer} and {@link
 * io.tidewatch.operator.Forecaster}; wiring is in {@link io.tidewatch.operator.ControllerMain}.
 */
package io.tidewatch.operator;

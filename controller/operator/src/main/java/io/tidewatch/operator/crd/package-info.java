/**
 * The resource {@code PredictiveScaler}: its schema, how it becomes a workload of the catalogue,
 * and what is written back into its status.
 */
package io.tidewatch.operator.crd;

/**
 * Starts, watches and ends child processes, and knows how the real servers (Prometheus, MLflow) are
 * run on free loopback ports. JDK only, so that every module may use it in its tests.
 */
package io.tidewatch.processes;

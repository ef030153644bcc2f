package io.tidewatch.demo.load;

/** Quantiles of latency in milliseconds, counted from when each request was meant to be sent. */
public record Latency(double p50, double p95, double p99, double max) {}

package io.tidewatch.demo.history;

/** The value of one series at one minute. */
public record Reading(Series series, double value) {}

package io.tidewatch.demo.backend.data;

/**
 * What the store holds.
 *
 * @param value empty before the first write
 * @param writes how often it was written
 */
public record Stored(String value, long writes) {}

package io.tidewatch.spark.table;

/**
 * How much of a table somebody has seen.
 *
 * @param table the id of the table, so that one that was made anew is another one
 * @param version its newest commit then
 */
public record Seen(String table, long version) {}

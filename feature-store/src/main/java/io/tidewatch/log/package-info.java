/**
 * What is done to log lines, without any I/O: masking, joining of stack traces, levels, templates.
 */
package io.tidewatch.log;

/** Recorded demand as a file, for whatever replays it. */
package io.tidewatch.demo.trace;

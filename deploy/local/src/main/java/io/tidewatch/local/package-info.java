/**
 * The one-machine runner behind {@code ./tidewatch}: it starts the other modules as processes,
 * joins them into the demo and shows what came of it.
 */
package io.tidewatch.local;

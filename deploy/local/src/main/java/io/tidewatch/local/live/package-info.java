/**
 * Copies of the demo app side by side on a real cluster, each under its own autoscaler, all under
 * the same load: what is started, measured and shown.
 */
package io.tidewatch.local.live;

/** A real cluster, its demo app and its load, driven by the project's own scripts as children. */
package io.tidewatch.local.cluster;

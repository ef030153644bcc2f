/**
 * A small log server that answers as Loki does for the part of its API that Tidewatch uses, because
 * Loki's licence keeps it out of this build. Not a product: production runs Loki.
 */
package io.tidewatch.loki;

/** Follows up on what was done: how it turned out, and whether it has to be taken back. */
package io.tidewatch.operator.outcome;

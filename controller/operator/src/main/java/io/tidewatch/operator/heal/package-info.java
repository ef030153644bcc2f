/**
 * Restart before failure: looks at pods once a step, lets the policy judge, and replaces at most
 * one pod at a time through the Eviction API.
 */
package io.tidewatch.operator.heal;

/**
 * What became of our own actions: helped, neutral or harmed, each judged when its window is over
 * against the HPA as its user wrote it, and whether one has to be taken back at once.
 */
package io.tidewatch.policy.outcome;

/**
 * Open-loop load on the demo app: a schedule drawn beforehand, sent on time, counted by what came
 * back.
 */
package io.tidewatch.demo.load;

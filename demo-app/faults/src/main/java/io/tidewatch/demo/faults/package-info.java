/**
 * Breaks one pod of the demo app in a real way, or lets something harmless happen, and writes down
 * the truth. {@link io.tidewatch.demo.faults.AllFaults} lists what there is.
 */
package io.tidewatch.demo.faults;

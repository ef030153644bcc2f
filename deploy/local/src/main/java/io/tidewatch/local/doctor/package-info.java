/** Checks a machine, and a catalogue against its Prometheus. */
package io.tidewatch.local.doctor;

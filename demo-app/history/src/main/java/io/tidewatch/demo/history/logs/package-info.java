/** What the shop's pods have logged: a pure function of the seed, as its metrics are. */
package io.tidewatch.demo.history.logs;

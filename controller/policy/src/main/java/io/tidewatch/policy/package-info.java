/**
 * Deciding, as pure functions: what the HPA would do, what a trusted forecast adds, and why. No
 * I/O, clock, logger or randomness, so that the live controller, serving and the backtest run the
 * very same code.
 */
package io.tidewatch.policy;

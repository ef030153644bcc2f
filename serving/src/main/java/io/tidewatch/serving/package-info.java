/** Serves forecasts over HTTP: the registry's champion on live demand, without Spark. */
package io.tidewatch.serving;

/** What the demo and the backtest have found, as a page, a picture, JSON and a table. */
package io.tidewatch.local.report;

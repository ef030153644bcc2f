/** The whole loop on one machine: what is started, in which order, and what is asked of it. */
package io.tidewatch.local.demo;

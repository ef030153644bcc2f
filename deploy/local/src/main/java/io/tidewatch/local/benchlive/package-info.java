/**
 * What is too long for the tests: the demo app scaled, rolled out and drained under load, again and
 * again.
 */
package io.tidewatch.local.benchlive;

/** {@code ./tidewatch bench controller}: the whole process beside a real API server. */
package io.tidewatch.operator.bench;

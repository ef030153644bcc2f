/** What people are told: one incident per cause, delivered until somebody has it. */
package io.tidewatch.operator.incident;

/** What the controller writes into a status, as it travels. */
package io.tidewatch.operator.crd.status;

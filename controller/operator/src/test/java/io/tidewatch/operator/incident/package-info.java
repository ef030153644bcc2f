/** Tests of incidents, pure but for those named IT. */
package io.tidewatch.operator.incident;

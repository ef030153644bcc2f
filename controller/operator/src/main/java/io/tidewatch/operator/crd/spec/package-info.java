/**
 * What users write, as it travels: an absent field is {@code null} here and nowhere else. The
 * schema of the CRD is generated from these records.
 */
package io.tidewatch.operator.crd.spec;

/**
 * The HPA of {@code controller/policy} against the real one: scenarios that a real controller
 * manager lives through while the test answers its metrics and writes its pods, their recordings,
 * and the replay that compares every sync.
 */
package io.tidewatch.operator.hpa;

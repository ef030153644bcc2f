/**
 * The hands of the controller: what is written to the cluster, when, and how it is taken back.
 *
 * <p>Every actuator has a pure plan (the state of an object, an order and the time make one sealed
 * value) and an edge that carries it out with the object's resourceVersion and, on 409, looks again
 * and plans again. Start reading at {@link io.tidewatch.operator.actuate.FloorPlanner}, then {@link
 * io.tidewatch.operator.actuate.HpaFloor}.
 */
package io.tidewatch.operator.actuate;

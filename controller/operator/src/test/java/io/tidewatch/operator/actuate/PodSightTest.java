package io.tidewatch.operator.actuate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodSightTest {
  private static final String POD =
      """
      {"metadata": {"namespace": "shop", "name": "web-abc-x", "uid": "u", %s
         "creationTimestamp": "2026-11-24T10:00:00Z",
         "labels": {"pod-template-hash": "abc"},
         "ownerReferences": [{"kind": "%s", "name": "%s", "controller": true}]},
       "spec": {"nodeName": "n1", "containers": [
         {"name": "main", "resources": {"requests": {"cpu": "500m"}, "limits": {"cpu": "1"}}}]},
       "status": {"phase": "%s", "conditions": [{"type": "Ready", "status": "%s"}],
         "containerStatuses": [
           {"state": {"running": {"startedAt": "2026-11-24T10:00:05Z"}}},
           {"state": {"running": {"startedAt": "2026-11-24T11:00:00Z"}}},
           {"state": {"waiting": {"reason": "CrashLoopBackOff"}}}]}}
      """;

  private static PodSight read(String meta, String kind, String owner, String phase, String ready) {
    return PodSight.read(Wire.parse(POD.formatted(meta, kind, owner, phase, ready)).orElseThrow());
  }

  @Test
  void a_pod_is_of_the_deployment_whose_replica_set_owns_it() {
    PodSight pod = read("", "ReplicaSet", "web-abc", "Running", "True");
    assertEquals(Optional.of(WorkloadId.parse("shop/web")), pod.owner());
    assertEquals(new PodName("shop", "web-abc-x", "u"), pod.name());
    assertEquals("n1", pod.node());
    assertEquals(Instant.parse("2026-11-24T10:00:00Z"), pod.created());
    assertEquals(Optional.of(Instant.parse("2026-11-24T11:00:00Z")), pod.started());
    assertTrue(pod.ready());
    assertFalse(pod.leaving());
    Map<Resource, Long> half = Map.of(Resource.CPU, 500L);
    Map<Resource, Long> one = Map.of(Resource.CPU, 1_000L);
    assertEquals(List.of(new ContainerSize("main", half, one)), pod.sizes());
  }

  @Test
  void other_owners_are_workloads_themselves() {
    assertEquals(
        Optional.of(WorkloadId.parse("shop/StatefulSet/db")),
        read("", "StatefulSet", "db", "Running", "True").owner());
    assertEquals(
        Optional.of(WorkloadId.parse("shop/ReplicaSet/alone")),
        read("", "ReplicaSet", "alone", "Running", "True").owner());
    assertEquals(Optional.empty(), PodSight.read(Wire.object()).owner());
  }

  @Test
  void pods_that_leave_or_have_ended_are_not_there_for_long() {
    String leaving = "\"deletionTimestamp\": \"2026-11-24T12:00:00Z\",";
    assertTrue(read(leaving, "ReplicaSet", "web-abc", "Running", "True").leaving());
    PodSight ended = read("", "ReplicaSet", "web-abc", "Failed", "True");
    assertTrue(ended.leaving());
    assertFalse(ended.ready());
    assertFalse(read("", "ReplicaSet", "web-abc", "Running", "False").ready());
  }

  @Test
  void a_target_whose_rollout_is_not_over_is_moving() {
    assertMoves(
        false, "Deployment", "{\"observedGeneration\":4,\"replicas\":3,\"updatedReplicas\":3}");
    assertMoves(
        true, "Deployment", "{\"observedGeneration\":3,\"replicas\":3,\"updatedReplicas\":3}");
    assertMoves(
        true, "Deployment", "{\"observedGeneration\":4,\"replicas\":4,\"updatedReplicas\":3}");
    assertMoves(
        true, "Deployment", "{\"observedGeneration\":4,\"replicas\":3,\"updatedReplicas\":1}");
    assertMoves(true, "Deployment", "{}");
    assertMoves(
        false,
        "StatefulSet",
        "{\"observedGeneration\":4,\"currentRevision\":\"a\",\"updateRevision\":\"a\"}");
    assertMoves(
        true,
        "StatefulSet",
        "{\"observedGeneration\":4,\"currentRevision\":\"a\",\"updateRevision\":\"b\"}");
  }

  private static void assertMoves(boolean moves, String kind, String status) {
    String object = "{\"metadata\":{\"generation\":4},\"spec\":{\"replicas\":3},\"status\":%s}";
    TargetState state = TargetState.read(kind, Wire.parse(object.formatted(status)).orElseThrow());
    assertEquals(3, state.wanted());
    assertEquals(moves, state.moving().isPresent(), status);
  }
}

package io.tidewatch.operator;

import java.util.Map;

/** Workloads that need one right or another; {@code NS} stands for the namespace. */
final class RightsWorkload {
  /** Only Deployments have no entry. */
  static final Map<String, String> KINDS = Map.of("db", "StatefulSet", "roll", "Rollout");

  /** What may be scaled besides what Kubernetes itself has; the same as the chart's CI asks for. */
  static final String ROLLOUTS =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: rollouts.argoproj.io}
      spec:
        group: argoproj.io
        scope: Namespaced
        names: {kind: Rollout, plural: rollouts}
        versions:
        - name: v1alpha1
          served: true
          storage: true
          schema:
            openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
          subresources:
            status: {}
            scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}
      """;

  // Nobody schedules the pods: in a lab with nodes a controller would make them.
  private static final String WORKLOAD =
      """
      apiVersion: VERSION
      kind: KIND
      metadata: {name: NAME, namespace: NS}
      spec:
        replicas: 4
        selector: {matchLabels: {app: NAME}}
        template:
          metadata: {labels: {app: NAME}}
          spec:
            schedulerName: nobody
            containers: [{name: main, image: none, resources: {requests: {cpu: 1, memory: 1Gi}}}]
      ---
      apiVersion: tidewatch.io/v1alpha1
      kind: PredictiveScaler
      metadata: {name: NAME, namespace: NS}
      spec:
        scaleTargetRef: {apiVersion: VERSION, kind: KIND, name: NAME}
        mode: MODE
        actuation: WAY
        maxReplicas: 20
        capacity: {perPod: 10}
        restart: {enabled: true}
        resize: {enabled: SIZED, everyMinutes: 1}
      ---
      """;

  private static final String HPA =
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: NAME, namespace: NS}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: NAME}
        minReplicas: 2
        maxReplicas: 20
      ---
      """;

  /** One that a Deployment {@code web} might have. */
  static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web-1, namespace: NS}
      spec:
        schedulerName: nobody
        serviceAccountName: tidewatch
        containers: [{name: main, image: none, resources: {requests: {cpu: 1, memory: 1Gi}}}]
      ---
      """;

  private RightsWorkload() {}

  /**
   * Its manifest.
   *
   * @param name {@code web} and {@code hint} are scaled by an HPA; {@code hint} is only told, and
   *     {@code sized} is resized and nothing else
   */
  static String manifest(String name) {
    boolean scaled = name.equals("web") || name.equals("hint");
    boolean sized = name.equals("sized");
    return (WORKLOAD + (scaled ? HPA : ""))
        .replace("VERSION", name.equals("roll") ? "argoproj.io/v1alpha1" : "apps/v1")
        .replace("KIND", KINDS.getOrDefault(name, "Deployment"))
        .replace("MODE", name.equals("hint") ? "recommend" : "act")
        .replace("WAY", scaled ? "hpa" : sized ? "metric" : "scale")
        .replace("SIZED", Boolean.toString(sized))
        .replace("NAME", name);
  }
}

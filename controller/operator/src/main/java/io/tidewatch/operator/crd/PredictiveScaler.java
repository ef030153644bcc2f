package io.tidewatch.operator.crd;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.tidewatch.operator.crd.spec.PredictiveScalerSpec;
import io.tidewatch.operator.crd.status.PredictiveScalerStatus;

/** The custom resource; one per workload. */
@Group(PredictiveScaler.GROUP)
@Version(PredictiveScaler.VERSION)
@ShortNames("psc")
@AdditionalPrinterColumn(name = "Mode", jsonPath = ".status.mode")
@AdditionalPrinterColumn(
    name = "Replicas",
    jsonPath = ".status.decision.replicas",
    type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Wanted", jsonPath = ".status.decision.wanted", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "HPA", jsonPath = ".status.decision.hpa", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Floor", jsonPath = ".status.decision.floor", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.reason")
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalPrinterColumn(name = "Target", jsonPath = ".spec.scaleTargetRef.name", priority = 1)
@AdditionalPrinterColumn(
    name = "Saved-Pod-Hours",
    jsonPath = ".status.worth.savedPodHours",
    type = Type.NUMBER,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Restarts",
    jsonPath = ".status.restartsToday",
    type = Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Last-Outcome",
    jsonPath = ".status.lastOutcome.outcome",
    priority = 1)
@AdditionalPrinterColumn(name = "Message", jsonPath = ".status.message", priority = 1)
public class PredictiveScaler extends CustomResource<PredictiveScalerSpec, PredictiveScalerStatus>
    implements Namespaced {
  public static final String GROUP = "tidewatch.io";
  public static final String VERSION = "v1alpha1";
  public static final String KIND = "PredictiveScaler";

  private static final long serialVersionUID = 1;

  /** What a generic client has to know of it. */
  public static ResourceDefinitionContext context() {
    return new ResourceDefinitionContext.Builder()
        .withGroup(GROUP)
        .withVersion(VERSION)
        .withKind(KIND)
        .withPlural("predictivescalers")
        .withNamespaced(true)
        .build();
  }
}

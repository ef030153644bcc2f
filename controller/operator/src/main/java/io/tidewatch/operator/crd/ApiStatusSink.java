package io.tidewatch.operator.crd;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.tidewatch.operator.crd.status.PredictiveScalerStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Server-side apply on {@code /status}, the whole status each time: what an apply leaves out is
 * taken away. The uid is sent along, so that an object of the same name made anew is refused (409).
 */
final class ApiStatusSink implements StatusSink {
  static final String MANAGER = "tidewatch";
  private static final ObjectMapper JSON =
      JsonMapper.builder().serializationInclusion(Include.NON_NULL).build();
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(MANAGER)
          .withForce(true)
          .build();
  private static final int LONGEST_TEXT = 200;

  private final KubernetesClient client;

  ApiStatusSink(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Answer apply(ScalerObject object, PredictiveScalerStatus status) {
    try {
      client
          .genericKubernetesResources(PredictiveScaler.context())
          .inNamespace(object.namespace())
          .resource(resource(object, status))
          .subresource("status")
          .patch(APPLY);
      return Answer.of(Kind.WRITTEN, "");
    } catch (KubernetesClientException refused) {
      return answer(refused);
    }
  }

  private static GenericKubernetesResource resource(
      ScalerObject object, PredictiveScalerStatus status) {
    GenericKubernetesResource resource = new GenericKubernetesResource();
    resource.setApiVersion(PredictiveScaler.GROUP + "/" + PredictiveScaler.VERSION);
    resource.setKind(PredictiveScaler.KIND);
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(object.namespace())
            .withName(object.name())
            .withUid(object.uid())
            .build());
    Map<String, Object> written = JSON.convertValue(status, new TypeReference<>() {});
    resource.setAdditionalProperties(Map.of("status", written));
    return resource;
  }

  // 0 is no answer at all. What is left is a schema older than we are: it will not change soon.
  static Answer answer(KubernetesClientException refused) {
    int code = refused.getCode();
    String said = String.valueOf(refused.getMessage());
    String text = said.length() > LONGEST_TEXT ? said.substring(0, LONGEST_TEXT) + "…" : said;
    if (code == 404) {
      return Answer.of(Kind.GONE, text);
    }
    boolean unwell = code == 0 || code == 429 || code > 500 || code == 401;
    return new Answer(unwell ? Kind.ALL_LATER : Kind.LATER, text, pause(refused.getStatus()));
  }

  private static Optional<Duration> pause(Status status) {
    return Optional.ofNullable(status)
        .map(Status::getDetails)
        .map(details -> details.getRetryAfterSeconds())
        .filter(seconds -> seconds > 0)
        .map(Duration::ofSeconds);
  }
}

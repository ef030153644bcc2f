package io.tidewatch.operator.crd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.tidewatch.operator.crd.spec.PredictiveScalerSpec;
import io.tidewatch.operator.crd.status.PredictiveScalerStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads each object alone: one that an older schema let in, with text where a number belongs, is a
 * problem of that object and of no other.
 */
final class ScalerReader {
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  private ScalerReader() {}

  static ScalerObject read(GenericKubernetesResource resource) {
    ObjectMeta meta = resource.getMetadata();
    Object written = resource.getAdditionalProperties().get("spec");
    Optional<PredictiveScalerSpec> spec = Optional.empty();
    Optional<String> unreadable = Optional.empty();
    try {
      spec = Optional.ofNullable(convert(written, PredictiveScalerSpec.class));
      unreadable = spec.isPresent() ? unreadable : Optional.of("it has no spec");
    } catch (IllegalArgumentException malformed) {
      unreadable = Optional.of(why(malformed));
    }
    return new ScalerObject(
        meta.getNamespace(),
        meta.getName(),
        meta.getUid(),
        meta.getGeneration() == null ? 0 : meta.getGeneration(),
        Instant.parse(meta.getCreationTimestamp()),
        set(meta.getAnnotations(), ScalerObject.PAUSED),
        set(meta.getAnnotations(), ScalerObject.SCALE_IN_PAUSED),
        spec,
        unreadable,
        status(resource.getAdditionalProperties().get("status")));
  }

  // Whoever wrote nonsense into a status gets it overwritten.
  private static Optional<PredictiveScalerStatus> status(Object written) {
    try {
      return Optional.ofNullable(convert(written, PredictiveScalerStatus.class));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static <T> T convert(Object written, Class<T> type) {
    return STRICT.convertValue(written, type);
  }

  private static boolean set(Map<String, String> annotations, String name) {
    return annotations != null
        && annotations.containsKey(name)
        && !"false".equals(annotations.get(name));
  }

  // The path, and what Jackson says without the name of our class.
  private static String why(IllegalArgumentException malformed) {
    if (!(malformed.getCause() instanceof JsonMappingException mapping)) {
      return "it is no spec";
    }
    String path =
        mapping.getPath().stream()
            .map(step -> step.getFieldName() == null ? "[]" : step.getFieldName())
            .collect(Collectors.joining("."));
    return "spec." + path + ": " + shortened(mapping);
  }

  private static String shortened(JsonProcessingException mapping) {
    String said = mapping.getOriginalMessage().replaceAll("`[^`]*\\.([A-Za-z]+)`", "$1");
    int end = said.indexOf(" (");
    return end < 0 ? said : said.substring(0, end);
  }
}

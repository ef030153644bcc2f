package io.tidewatch.operator.crd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.source.CatalogueFile;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The catalogue as a document: what all share, and one workload per PredictiveScaler.
 *
 * @param base step, queries and logs; without workloads
 * @param metrics the names of its queries
 */
public record CatalogueText(ObjectNode base, Catalogue shared, Set<String> metrics) {
  /** Without a file: the built-in queries, at a step of a minute. */
  public static final String BUILT_IN = "include: [kubernetes, http, jvm]\n";

  private static final YAMLMapper YAML =
      YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build();

  /**
   * Takes what all share.
   *
   * @throws UserException when it is no catalogue, or has workloads of its own
   */
  public static CatalogueText of(String yaml, String origin) {
    Catalogue shared = CatalogueFile.parse(yaml, origin);
    if (!shared.workloads().isEmpty()) {
      throw new UserException(
          "the catalogue " + origin + " has workloads",
          "with --kubernetes every workload is a PredictiveScaler",
          "delete its workloads, or leave out --kubernetes");
    }
    Set<String> metrics =
        shared.queries().stream().map(query -> query.name()).collect(Collectors.toSet());
    return new CatalogueText(parsed(yaml), shared, metrics);
  }

  /** The document with these workloads. */
  public String with(List<ScalerPlan> plans) {
    ObjectNode root = base.deepCopy();
    for (ScalerPlan plan : plans) {
      plan.query().ifPresent(query -> addQuery(root, query, plan));
      addWorkload(root.withArray("workloads").addObject(), plan.workload());
    }
    try {
      return YAML.writeValueAsString(root);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException("a tree of values can be written", impossible);
    }
  }

  private static void addQuery(ObjectNode root, ScalerPlan.OwnQuery query, ScalerPlan plan) {
    root.withArray("queries")
        .addObject()
        .put("name", query.name())
        .put("promql", query.promql())
        .put("unit", query.unit())
        .put("workload", plan.workload().workload().toString());
  }

  private static void addWorkload(ObjectNode node, WorkloadSpec spec) {
    node.put("workload", spec.workload().toString()).put("demand", spec.demand());
    spec.readyReplicas().ifPresent(query -> node.put("readyReplicas", query));
    node.put("minReplicas", spec.minReplicas()).put("maxReplicas", spec.maxReplicas());
    spec.capacity().ifPresent(capacity -> node.put("capacity", capacity));
    node.put("target", spec.target());
    spec.trustedTarget().ifPresent(target -> node.put("trustedTarget", target));
    node.put("leadTimeSeconds", spec.leadTimeSeconds());
    if (spec.priceFactor() != 1) {
      // Serving of an older version refuses a key that it does not know.
      node.put("priceFactor", spec.priceFactor());
    }
    node.put("zone", spec.zone().getId());
    node.put("costPerPodHour", spec.costPerPodHour());
  }

  private static ObjectNode parsed(String yaml) {
    try {
      JsonNode root = YAML.readTree(yaml);
      return root.isObject() ? (ObjectNode) root : YAML.createObjectNode();
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException("it has been read before", impossible);
    }
  }
}

package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A Deployment and the template of its pods, as the API server has them.
 *
 * @param restarting containers that an in-place resize would restart, which no disruption budget
 *     guards
 * @param keeper the tool that keeps it as it is in a repository
 * @param mark what we wrote there last
 * @param state whether it is being rolled out
 */
public record TemplateSight(
    List<ContainerSize> containers,
    Set<String> restarting,
    Optional<String> keeper,
    Optional<SizeMark> mark,
    TargetState state) {
  public TemplateSight {
    containers = List.copyOf(containers);
    restarting = Set.copyOf(restarting);
    Objects.requireNonNull(keeper, "keeper");
    Objects.requireNonNull(mark, "mark");
    Objects.requireNonNull(state, "state");
  }

  /** Those that ask for something. */
  public List<ContainerSize> asking() {
    return containers.stream().filter(each -> !each.requests().isEmpty()).toList();
  }

  /** Whether somebody has changed after us what we wrote. */
  public boolean changedAfterUs() {
    return mark.filter(ours -> containers.stream().noneMatch(ours::standsIn)).isPresent();
  }

  static TemplateSight read(JsonNode deployment) {
    JsonNode meta = deployment.path("metadata");
    JsonNode spec = deployment.at(Resizer.TEMPLATE);
    return new TemplateSight(
        Resizer.sizes(spec),
        Wire.items(spec.path("containers"))
            .filter(TemplateSight::restarts)
            .map(container -> container.path("name").asText())
            .collect(Collectors.toSet()),
        GitOps.keeperOf(meta),
        Wire.text(meta.path("annotations").path(SizeMark.ANNOTATION)).flatMap(SizeMark::parse),
        TargetState.read("Deployment", deployment));
  }

  private static boolean restarts(JsonNode container) {
    return Wire.items(container.path("resizePolicy"))
        .anyMatch(policy -> policy.path("restartPolicy").asText().equals("RestartContainer"));
  }
}

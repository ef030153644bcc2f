package io.tidewatch.operator.incident;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tidewatch.domain.UserException;
import io.tidewatch.operator.incident.IncidentConfig.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the file that says whom to tell, YAML or JSON; every bad key is listed at once. */
final class IncidentFile {
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private IncidentFile() {}

  /**
   * Reads a file.
   *
   * @throws UserException with everything that is wrong in it
   */
  static IncidentConfig read(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (IOException missing) {
      throw new UserException(
          "cannot read " + file + ", which says whom to tell of incidents",
          "there is no such readable file",
          "check the path, or see docs/reference/incidents.md for how one is written");
    }
  }

  static IncidentConfig parse(String text, String origin) {
    List<String> mistakes = new ArrayList<>();
    IncidentConfig config = config(new Keys(tree(text, mistakes), "", mistakes));
    if (mistakes.isEmpty()) {
      return config;
    }
    throw new UserException(
        origin + " does not say whom to tell of incidents",
        String.join("; ", mistakes),
        "correct it; docs/reference/incidents.md lists every key");
  }

  private static JsonNode tree(String text, List<String> mistakes) {
    try {
      JsonNode tree = YAML.readTree(text);
      return tree.isNull() ? MissingNode.getInstance() : tree;
    } catch (JsonProcessingException malformed) {
      mistakes.add(malformed.getOriginalMessage().lines().findFirst().orElse("it is no YAML"));
      return MissingNode.getInstance();
    }
  }

  private static IncidentConfig config(Keys root) {
    root.allow("receivers", "controller", "labels");
    List<Target> receivers = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Keys each : root.each("receivers")) {
      ReceiverKeys.read(each).ifPresent(receivers::add);
      each.text("name")
          .filter(name -> !names.add(name))
          .ifPresent(name -> each.mistakes().add(each.at("name") + " " + name + " is used twice"));
    }
    if (receivers.isEmpty() && root.mistakes().isEmpty()) {
      root.mistakes().add("the key receivers names nobody");
    }
    Optional<URI> controller =
        root.text("controller").flatMap(text -> Addresses.http(text, "controller", root));
    return new IncidentConfig(receivers, controller.map(URI::toString), root.texts("labels"));
  }
}

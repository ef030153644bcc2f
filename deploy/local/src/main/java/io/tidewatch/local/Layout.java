package io.tidewatch.local;

import io.tidewatch.domain.UserException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where things are.
 *
 * @param root the checkout with the built modules
 * @param home where state is kept
 */
public record Layout(Path root, Path home) {
  private static final String ROOT = "TIDEWATCH_ROOT";
  private static final String HOME = "TIDEWATCH_HOME";

  public Layout {
    root = root.toAbsolutePath().normalize();
    home = home.toAbsolutePath().normalize();
  }

  /** As the launcher has set it in the environment; else beside the running jar. */
  public static Layout of(Map<String, String> environment) {
    Path root = named(environment, ROOT).orElseGet(Layout::rootOfThisJar);
    return new Layout(root, named(environment, HOME).orElseGet(() -> root.resolve(".tidewatch")));
  }

  /** The jar of a module; throws {@link UserException} if it has not been built. */
  public Path jar(Module module) {
    Path jar = root.resolve(module.jar());
    if (!Files.isRegularFile(jar)) {
      throw new UserException(
          "the module " + module.processName() + " is not built",
          jar + " does not exist",
          "start Tidewatch by ./tidewatch, which builds what is missing, or run mvn package");
    }
    return jar;
  }

  /** The feature store that commands use when none is named. */
  public Path store() {
    return home.resolve("store");
  }

  private static Optional<Path> named(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(v -> !v.isBlank()).map(Path::of);
  }

  private static Path rootOfThisJar() {
    try {
      Path code = Path.of(Layout.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      // deploy/local/target/tidewatch-local.jar, or deploy/local/target/classes.
      return code.getParent().getParent().getParent().getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("this class was loaded from nowhere", e);
    }
  }
}

package io.tidewatch.serving.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the last good package on disk, for a start while the registry is down. */
public final class PackageCache {
  private static final Logger LOG = LoggerFactory.getLogger(PackageCache.class);
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final String NOTE = "last-good.json";
  private static final String PREFIX = "package-";

  private final Path directory;

  /**
   * A cache in a directory of its own, which is created.
   *
   * @throws UserException when it cannot be written
   */
  public PackageCache(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectories(directory);
    } catch (IOException unwritable) {
      throw cannotWrite(unwritable);
    }
  }

  /** Where the package of a version belongs. */
  public Path place(ModelId id) {
    return directory.resolve(
        PREFIX + (id.name() + "-" + id.version()).replaceAll("[^A-Za-z0-9._-]", "_"));
  }

  /** Notes that a version is good and removes all the other packages. */
  public void keep(ModelId id) {
    Path note = directory.resolve(NOTE);
    Path fresh = directory.resolve(NOTE + ".tmp");
    try {
      Map<String, String> content =
          Map.of("name", id.name(), "version", id.version(), "alias", id.alias());
      Files.write(fresh, MAPPER.writeValueAsBytes(content));
      Files.move(fresh, note, StandardCopyOption.ATOMIC_MOVE);
      for (Path other : packages()) {
        if (!other.equals(place(id))) {
          delete(other);
        }
      }
    } catch (IOException full) {
      LOG.warn("the last good model could not be noted in {}: {}", directory, full.toString());
    }
  }

  /** The version that was last good. */
  public Optional<ModelId> lastGood() {
    Path note = directory.resolve(NOTE);
    if (!Files.isRegularFile(note)) {
      return Optional.empty();
    }
    try {
      JsonNode node = MAPPER.readTree(note.toFile());
      return Optional.of(
          new ModelId(
              node.required("name").asText(),
              node.required("version").asText(),
              node.required("alias").asText()));
    } catch (IOException | IllegalArgumentException damaged) {
      LOG.warn("{} is not used: {}", note, damaged.getMessage());
      return Optional.empty();
    }
  }

  /** Removes a package that was refused, so that it cannot be taken for a good one. */
  public void discard(ModelId id) {
    try {
      delete(place(id));
    } catch (IOException stuck) {
      LOG.warn("a refused package could not be removed: {}", stuck.toString());
    }
  }

  private List<Path> packages() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(path -> path.getFileName().toString().startsWith(PREFIX)).toList();
    }
  }

  private static void delete(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private UserException cannotWrite(IOException why) {
    return new UserException(
        "the model cache " + directory + " cannot be written",
        why.toString(),
        "name a writable directory with --cache");
  }
}

package io.tidewatch.demo.backend.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.demo.backend.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/** The file that carries a crash loop over restarts; a damaged one counts as none. */
public final class CrashMemory {
  private static final String FILE = "crash.json";

  private final Path file;
  private int lives;

  /** Looks into the folder, which need not exist until something is remembered. */
  public CrashMemory(Path folder) {
    file = folder.resolve(FILE);
  }

  /** How many lives of this crash loop went before. */
  int livesSoFar() {
    return lives;
  }

  /** Notes that the order, begun at that time, has taken one more life. */
  void remember(FaultOrder order, Instant since) {
    ObjectNode document = Json.MAPPER.createObjectNode();
    document.put("since", since.toString());
    document.put("seconds", order.duration().toSeconds());
    document.put("seed", order.seed());
    order.intensity().ifPresent(value -> document.put("intensity", value));
    document.put("lives", lives + 1);
    Path next = file.resolveSibling(FILE + ".new");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(next, document.toString());
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("a crash loop cannot be remembered in " + file, e);
    }
  }

  /** What a life before this one began and has not ended yet. */
  Optional<Remembered> recall(Instant now) {
    try {
      String text = Files.readString(file);
      JsonNode document = Json.MAPPER.readTree(text);
      Instant since = Instant.parse(document.path("since").asText());
      Duration seconds = Duration.ofSeconds(document.path("seconds").asLong());
      if (!now.isBefore(since.plus(seconds))) {
        forget();
        return Optional.empty();
      }
      lives = document.path("lives").asInt();
      OptionalDouble intensity =
          document.has("intensity")
              ? OptionalDouble.of(document.path("intensity").asDouble())
              : OptionalDouble.empty();
      FaultOrder order =
          new FaultOrder("crash", seconds, document.path("seed").asLong(), intensity);
      return Optional.of(new Remembered(order, since));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  void forget() {
    lives = 0;
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("a crash loop cannot be forgotten: " + file, e);
    }
  }

  /** A crash loop that goes on. */
  record Remembered(FaultOrder order, Instant since) {}
}

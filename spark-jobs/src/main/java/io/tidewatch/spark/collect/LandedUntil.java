package io.tidewatch.spark.collect;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.table.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How far ingest has come. Later steps are ingest's: whoever landed one of them too would land it
 * twice.
 */
final class LandedUntil {
  private LandedUntil() {}

  /**
   * The last step that ingest will not read again. Without a checkpoint there is no ingest to
   * respect; none may start then until this process has ended.
   */
  static long step(JobContext context, Catalogue catalogue, SteppedSource source) {
    Path checkpoint = context.store().checkpoint(source.format());
    Optional<StepOffset> committed = committed(checkpoint, source);
    if (committed.isPresent()) {
      return catalogue.timescale().stepIndex(committed.get().until());
    }
    context.store().claim(Role.INGEST);
    // It may have started just before.
    return committed(checkpoint, source)
        .map(offset -> catalogue.timescale().stepIndex(offset.until()))
        .orElseGet(
            () ->
                catalogue
                    .timescale()
                    .stepIndex(context.clock().instant().minus(catalogue.settle())));
  }

  /** The offset of the newest batch that was committed. */
  static Optional<StepOffset> committed(Path checkpoint, SteppedSource source) {
    OptionalLong batch = newest(checkpoint.resolve("commits"));
    if (batch.isEmpty()) {
      return Optional.empty();
    }
    Path file = checkpoint.resolve("offsets").resolve(Long.toString(batch.getAsLong()));
    try {
      List<String> lines = Files.readAllLines(file);
      return Optional.of(StepOffset.parse(lines.get(lines.size() - 1), source));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + file, unreadable);
    }
  }

  private static OptionalLong newest(Path commits) {
    if (!Files.isDirectory(commits)) {
      return OptionalLong.empty();
    }
    try (Stream<Path> files = Files.list(commits)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d+"))
          .mapToLong(Long::parseLong)
          .max();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + commits, unreadable);
    }
  }
}

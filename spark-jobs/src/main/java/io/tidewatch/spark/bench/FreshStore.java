package io.tidewatch.spark.bench;

import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.table.DeltaStore;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** A store of its own for one measurement, removed afterwards. */
final class FreshStore implements AutoCloseable {
  private final Path folder;
  private final DeltaStore tables;
  private final JobContext context;

  private FreshStore(JobContext around, Path folder) {
    this.folder = folder;
    this.tables = DeltaStore.open(around.spark(), folder);
    PrintStream quiet = new PrintStream(OutputStream.nullOutputStream());
    this.context = new JobContext(around.spark(), tables, around.clock(), quiet);
  }

  /** A new folder in the store that the measurement was given. */
  static FreshStore in(JobContext around) {
    try {
      return new FreshStore(around, Files.createTempDirectory(around.store().root(), "bench-"));
    } catch (IOException unwritable) {
      throw new UncheckedIOException("cannot make a folder", unwritable);
    }
  }

  JobContext context() {
    return context;
  }

  Path folder() {
    return folder;
  }

  /** Writes a catalogue into it. */
  Path catalogue(String yaml) {
    try {
      return Files.writeString(folder.resolve("catalogue.yaml"), yaml);
    } catch (IOException unwritable) {
      throw new UncheckedIOException("cannot write a catalogue", unwritable);
    }
  }

  /** Runs a verb as its command line would. */
  Object run(Job verb, List<String> words) {
    new CommandLine(verb).parseArgs(words.toArray(String[]::new));
    return verb.run(context);
  }

  @Override
  public void close() {
    tables.close();
    try (Stream<Path> tree = Files.walk(folder)) {
      tree.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    } catch (IOException leftBehind) {
      throw new UncheckedIOException("cannot remove " + folder, leftBehind);
    }
  }
}

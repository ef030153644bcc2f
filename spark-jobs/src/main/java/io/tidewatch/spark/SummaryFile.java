package io.tidewatch.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What a job has done, as JSON for other programs; a reader never sees half of it. */
public final class SummaryFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  private SummaryFile() {}

  /** One line of JSON; times are ISO-8601. */
  public static String line(Object summary) {
    try {
      return JSON.writeValueAsString(summary);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a summary is plain records: " + summary, impossible);
    }
  }

  /**
   * Writes a summary in place of an older one.
   *
   * @throws UserException when the file cannot be written
   */
  public static void write(Path file, Object summary) {
    Path absolute = file.toAbsolutePath();
    Path fresh = absolute.resolveSibling(absolute.getFileName() + ".tmp");
    try {
      Files.createDirectories(absolute.getParent());
      Files.writeString(fresh, line(summary) + "\n");
      Files.move(
          fresh, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException unwritable) {
      throw new UserException(
          "cannot write the summary " + file,
          unwritable.getClass().getSimpleName() + ": " + unwritable.getMessage(),
          "name a folder of yours that has room",
          unwritable);
    }
  }
}

package io.tidewatch.spark;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a verb also writes its summary. */
public final class SummaryOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also write the summary into ${COMMAND-NAME}.json of this folder.")
  private Path folder;

  /**
   * Writes it, if that is wanted.
   *
   * @throws io.tidewatch.domain.UserException when the file cannot be written
   */
  public void write(Object summary) {
    if (folder != null) {
      SummaryFile.write(folder.resolve(verb.name() + ".json"), summary);
    }
  }
}

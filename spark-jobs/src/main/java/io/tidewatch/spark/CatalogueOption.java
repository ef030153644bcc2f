package io.tidewatch.spark;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.source.CatalogueFile;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The catalogue of every verb that works on what has landed. */
public final class CatalogueOption {
  @Option(
      names = "--catalogue",
      paramLabel = "FILE",
      required = true,
      converter = CataloguePath.class,
      description = "The YAML file that says which workloads there are.")
  private Path file;

  /**
   * What it says.
   *
   * @throws io.tidewatch.domain.UserException when it cannot be read
   */
  public Catalogue read() {
    return CatalogueFile.read(file);
  }
}

package io.tidewatch.serving;

import io.tidewatch.domain.UserException;
import io.tidewatch.source.CatalogueLocation;
import io.tidewatch.source.RemoteCatalogue;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Lets {@code --catalogue} be a file or the address of a controller: then its copy is read. */
final class CataloguePath implements ITypeConverter<Path> {
  /**
   * The file to read.
   *
   * @throws UserException when it cannot be had
   */
  static Path of(String text) {
    RemoteCatalogue.Fetched fetched =
        new CatalogueLocation(text, System.getenv()).file(Clock.systemUTC());
    fetched.warning().ifPresent(warning -> System.err.println("warning: " + warning));
    return fetched.copy();
  }

  @Override
  public Path convert(String text) {
    try {
      return of(text);
    } catch (UserException refused) {
      throw new TypeConversionException(refused.getMessage());
    }
  }
}

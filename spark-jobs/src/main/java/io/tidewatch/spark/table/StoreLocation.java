package io.tidewatch.spark.table;

import io.tidewatch.domain.UserException;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where a store is, as users write it: a folder, or its {@code file:} address. */
public final class StoreLocation {
  private static final Pattern ADDRESS = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:/.*");

  private StoreLocation() {}

  /**
   * The folder that a text names.
   *
   * @throws UserException when it is the address of something else, which would otherwise become a
   *     local folder of that name
   */
  public static Path parse(String text) {
    if (!ADDRESS.matcher(text).matches()) {
      return Path.of(text);
    }
    URI address = URI.create(text.replace(" ", "%20"));
    if (address.getScheme().equalsIgnoreCase("file")) {
      return Path.of(address.getPath());
    }
    throw new UserException(
        "the store " + text + " cannot be used",
        "this version keeps its tables in a folder: on "
            + address.getScheme()
            + " nothing would keep two writers from losing each other's commits",
        "name a folder, also of a mounted volume, with --store");
  }
}

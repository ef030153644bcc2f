package io.tidewatch.spark.train;

import java.util.Optional;

/** The version of this program, as its jar names it. */
public final class CodeVersion {
  private CodeVersion() {}

  /** As text; "unpackaged" where there is no jar. */
  public static String current() {
    return Optional.ofNullable(CodeVersion.class.getPackage().getImplementationVersion())
        .orElse("unpackaged");
  }
}

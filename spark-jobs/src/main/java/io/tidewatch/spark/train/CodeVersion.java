package io.tidewatch.spark.train;

import java.util.Optional;

/** The version of this program, as its jar names it. */
final class CodeVersion {
  private CodeVersion() {}

  static String current() {
    return Optional.ofNullable(CodeVersion.class.getPackage().getImplementationVersion())
        .orElse("unpackaged");
  }
}

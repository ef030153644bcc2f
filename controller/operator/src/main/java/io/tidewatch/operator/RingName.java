package io.tidewatch.operator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.stream.Collectors;

/**
 * What the ring of a directory is called: made up once, so that the numbers of two rings are never
 * taken for one row of numbers. Letters alone, which no mask of a log takes for a secret.
 */
final class RingName {
  private static final int LENGTH = 12;

  private RingName() {}

  static String of(Path directory) throws IOException {
    Path file = directory.resolve("controller.name");
    if (Files.exists(file)) {
      String name = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (name.matches("[a-z]{1,32}")) {
        return name;
      }
    }
    String name =
        new SecureRandom()
            .ints(LENGTH, 'a', 'z' + 1)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    // Under another name first: a kill must not leave half of it.
    Path begun = Files.writeString(directory.resolve("controller.name.new"), name);
    Files.move(begun, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return name;
  }
}

package io.tidewatch.operator.incident;

import io.tidewatch.domain.UserException;
import java.net.URI;
import java.nio.file.Path;

/** Where a webhook is: written down, or in a file because the address is itself the secret. */
sealed interface WebhookAddress {
  /**
   * The address now.
   *
   * @throws UserException when the file does not hold one
   */
  URI url();

  /** Written down. */
  record Plain(URI url) implements WebhookAddress {}

  /** In a file, read anew for every call. */
  record InFile(Path file) implements WebhookAddress {
    @Override
    public URI url() {
      String text = Secrets.read(file);
      if (text.matches("https?://\\S+")) {
        try {
          return URI.create(text);
        } catch (IllegalArgumentException malformed) {
          // Its message would repeat the secret; falls through.
        }
      }
      throw new UserException(
          "cannot tell where the webhook is",
          "the file " + file + " does not hold an address such as https://hooks.example.com/x",
          "write the address into it, alone");
    }
  }
}

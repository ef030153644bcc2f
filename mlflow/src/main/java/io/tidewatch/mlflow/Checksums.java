package io.tidewatch.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The SHA-256 of each file of a package, by its path with slashes: {@code checksums.json}. */
record Checksums(SortedMap<String, String> files) {

  static final String FILE = "checksums.json";

  Checksums {
    files = new TreeMap<>(files);
    files.keySet().forEach(Checksums::requireInside);
  }

  /** Of every regular file below the directory but the checksums themselves. */
  static Checksums of(Path directory) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        String name = directory.relativize(file).toString().replace('\\', '/');
        if (!name.equals(FILE)) {
          files.put(name, sha256(file));
        }
      }
    }
    return new Checksums(files);
  }

  String toJson() {
    try {
      return Json.MAPPER.writeValueAsString(files);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("checksums cannot be written", e);
    }
  }

  /** Reads the document. Throws {@link UserException}, also for a path that leads outside. */
  static Checksums parse(String json) {
    try {
      return new Checksums(Json.MAPPER.readValue(json, new TypeReference<>() {}));
    } catch (JsonProcessingException e) {
      throw damaged(FILE + " cannot be read: " + Json.complaint(e));
    }
  }

  /** Throws {@link UserException} if the file is missing or another one. */
  void verify(Path directory, String name) throws IOException {
    Path file = directory.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw damaged(name + " is missing");
    }
    String expected = files.get(name);
    String actual = sha256(file);
    if (!actual.equals(expected)) {
      throw damaged(
          name + " has SHA-256 " + actual + " (" + Files.size(file) + " bytes), not " + expected);
    }
  }

  /** The SHA-256 of a text, lower-case hexadecimal. */
  static String sha256(String text) {
    return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The names come from a server and become paths of ours: none may climb out. */
  private static void requireInside(String name) {
    Path path = Path.of(name);
    if (name.isBlank()
        || path.isAbsolute()
        || !path.normalize().equals(path)
        || name.contains("..")) {
      throw damaged(FILE + " names a file outside of the package: " + name);
    }
  }

  static UserException damaged(String reason) {
    return new UserException(
        "the model package is damaged and is not used",
        reason,
        "download it again; if that does not help, train again or go back to the version before");
  }
}

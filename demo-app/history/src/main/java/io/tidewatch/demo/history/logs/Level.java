package io.tidewatch.demo.history.logs;

/** How bad it is, in the words of Java's loggers. */
enum Level {
  INFO,
  WARN,
  ERROR
}

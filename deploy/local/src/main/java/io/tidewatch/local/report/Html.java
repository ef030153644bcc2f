package io.tidewatch.local.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Builds a page; every text that comes from outside is escaped. */
public final class Html {
  private final StringBuilder text = new StringBuilder();

  /** Markup of our own; each {@code {}} takes the next value, escaped. */
  public Html add(String markup, Object... values) {
    int from = 0;
    for (Object value : values) {
      int hole = markup.indexOf("{}", from);
      text.append(markup, from, hole).append(escaped(String.valueOf(value)));
      from = hole + 2;
    }
    text.append(markup, from, markup.length()).append('\n');
    return this;
  }

  /** Markup that is complete already. */
  public Html raw(String markup) {
    text.append(markup).append('\n');
    return this;
  }

  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** A script or style of ours that lies beside this class, or of a library on the class path. */
  public static String resource(String name) {
    try (InputStream in = Html.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

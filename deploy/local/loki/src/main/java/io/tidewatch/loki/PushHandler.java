package io.tidewatch.loki;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Takes lines in: live through Loki's push call, history through a door of our own. */
final class PushHandler {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST_PUSH = 32 << 20;
  private static final int LARGEST_HISTORY_LINE = 16 << 20;
  private static final int HISTORY_BATCH = 5_000;

  private final LogStore store;
  private final Admission admission;
  private final Duration kept;
  private final Clock clock;

  PushHandler(LogStore store, Admission admission, Duration kept, Clock clock) {
    this.store = store;
    this.admission = admission;
    this.kept = kept;
    this.clock = clock;
  }

  /** {@code push}: 204, or 400 with what is wrong while the good entries are kept. */
  void push(Context ctx) throws IOException {
    requireJson(ctx);
    List<PushReader.Pushed> streams;
    try {
      streams = PushReader.read(new AtMost(body(ctx), LARGEST_PUSH));
    } catch (JsonProcessingException malformed) {
      throw Refusal.badRequest("loghttp.PushRequest: " + malformed.getOriginalMessage() + "\n");
    } catch (IOException malformed) {
      throw Refusal.badRequest("loghttp.PushRequest: " + malformed.getMessage() + "\n");
    }
    if (streams.stream().allMatch(stream -> stream.values().isEmpty())) {
      throw new Refusal(422, "error at least one valid stream is required for ingestion\n");
    }
    Admission.Outcome outcome = admission.judge(streams, Times.nanos(clock.instant()));
    if (!outcome.taken().isEmpty()) {
      store.append(outcome.taken());
    }
    if (!outcome.refusals().isEmpty()) {
      throw Refusal.badRequest(String.join("\n", outcome.refusals()) + "\n");
    }
    ctx.status(204);
    // An empty answer has no type.
    ctx.res().setContentType(null);
  }

  private static void requireJson(Context ctx) {
    String type = mediaType(ctx);
    if (type.equals("application/x-protobuf")) {
      throw new Refusal(
          415, "this server takes application/json only: set the shipper to push JSON\n");
    }
    if (!type.equals("application/json")) {
      throw Refusal.badRequest("snappy: corrupt input\n");
    }
  }

  private static String mediaType(Context ctx) {
    String type = ctx.header("Content-Type");
    return type == null ? "" : type.split(";")[0].strip().toLowerCase(Locale.ROOT);
  }

  private static InputStream body(Context ctx) throws IOException {
    String encoding = ctx.header("Content-Encoding");
    if (encoding == null || encoding.isBlank() || encoding.equals("identity")) {
      return ctx.bodyInputStream();
    }
    if (encoding.equals("gzip")) {
      return new GZIPInputStream(ctx.bodyInputStream());
    }
    throw Refusal.badRequest("Content-Encoding \"" + encoding + "\" not supported\n");
  }

  /**
   * History of any age that is kept: one stream object as in a push on each line of the body.
   * Repeating an import that broke off doubles nothing.
   */
  void history(Context ctx) throws IOException {
    List<LogEntry> batch = new ArrayList<>();
    long lines = 0;
    long number = 0;
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(body(ctx), StandardCharsets.UTF_8))) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        number++;
        batch.addAll(historyLine(number, text));
        if (batch.size() >= HISTORY_BATCH) {
          lines += flush(batch);
        }
      }
    }
    lines += flush(batch);
    ctx.contentType("application/json").result("{\"lines\":" + lines + "}\n");
  }

  private int flush(List<LogEntry> batch) throws IOException {
    int size = batch.size();
    if (size > 0) {
      store.append(batch);
      batch.clear();
    }
    return size;
  }

  private List<LogEntry> historyLine(long number, String text) {
    if (text.isBlank()) {
      return List.of();
    }
    if (text.length() > LARGEST_HISTORY_LINE) {
      throw Refusal.badRequest("line " + number + " is longer than 16 MiB: split it\n");
    }
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it is no object");
      }
      long oldest = Times.nanos(clock.instant().minus(kept));
      Admission.Outcome outcome = admission.judgeHistory(PushReader.stream(json), oldest);
      if (!outcome.refusals().isEmpty()) {
        throw new IOException(outcome.refusals().get(0));
      }
      return outcome.taken();
    } catch (IOException malformed) {
      throw Refusal.badRequest(
          "line "
              + number
              + " is not taken, and none after it: "
              + malformed.getMessage()
              + "\nwrite {\"stream\":{…},\"values\":[[\"NANOSECONDS\",\"LINE\"],…]} on each line\n");
    }
  }

  /** Ends a body that is larger than a push may be, however well it was compressed. */
  private static final class AtMost extends FilterInputStream {
    private long left;

    AtMost(InputStream in, long most) {
      super(in);
      left = most;
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int got = super.read(bytes, from, length);
      count(Math.max(0, got));
      return got;
    }

    private void count(int got) {
      left -= got;
      if (left < 0) {
        throw new Refusal(413, "the push is larger than 32 MiB: send smaller ones\n");
      }
    }
  }
}

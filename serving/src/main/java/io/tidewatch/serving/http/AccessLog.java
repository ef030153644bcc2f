package io.tidewatch.serving.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line of JSON for each request: who asked for what, how it ended and how long it took; no
 * query, no header and no body, which may hold secrets. A thread of its own writes, so a slow disk
 * delays no answer: what it cannot take in time is dropped and counted.
 */
final class AccessLog implements RequestLog, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final int ROOM = 8_192;
  private static final int LONGEST_PATH = 200;
  private static final long BATCH_MILLIS = 50;
  private static final long STOP_MILLIS = 2_000;

  private final OutputStream out;
  private final Clock clock;
  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(ROOM);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread writer = new Thread(this::write, "access-log");
  private volatile boolean ending;

  AccessLog(OutputStream out, Clock clock) {
    this.out = new BufferedOutputStream(out);
    this.clock = clock;
    writer.setDaemon(true);
    writer.start();
  }

  @Override
  public void log(Request request, Response response) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", clock.instant().toString());
    line.put("request_id", Gate.id(request));
    line.put("client", Request.getRemoteAddr(request));
    line.put("method", request.getMethod());
    String path = String.valueOf(Request.getPathInContext(request));
    line.put("path", path.substring(0, Math.min(path.length(), LONGEST_PATH)));
    line.put("status", response.getStatus());
    line.put("bytes", Response.getContentBytesWritten(response));
    line.put("micros", (System.nanoTime() - request.getBeginNanoTime()) / 1_000);
    offer(line);
  }

  /** Writes what is left and ends. */
  @Override
  public void close() {
    ending = true;
    try {
      writer.join(STOP_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void offer(Map<String, Object> line) {
    try {
      if (!lines.offer(MAPPER.writeValueAsString(line))) {
        dropped.incrementAndGet();
      }
    } catch (IOException bug) {
      throw new IllegalStateException("a line of text and numbers cannot be written", bug);
    }
  }

  // By the batch: to be woken for each line costs more than the line.
  private void write() {
    List<String> batch = new ArrayList<>();
    try {
      while (!ending || !lines.isEmpty()) {
        lines.drainTo(batch);
        for (String line : batch) {
          put(line);
        }
        batch.clear();
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
          put("{\"time\":\"" + clock.instant() + "\",\"dropped_lines\":" + lost + "}");
        }
        out.flush();
        if (!ending) {
          TimeUnit.MILLISECONDS.sleep(BATCH_MILLIS);
        }
      }
    } catch (IOException full) {
      LOG.warn("the access log ends here: {}", full.toString());
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void put(String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}

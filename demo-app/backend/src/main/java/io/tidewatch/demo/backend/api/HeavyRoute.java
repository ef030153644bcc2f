package io.tidewatch.demo.backend.api;

import io.tidewatch.demo.backend.web.Answer;
import io.tidewatch.demo.backend.web.BadRequest;
import io.tidewatch.demo.backend.web.Request;
import io.tidewatch.demo.backend.web.Route;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Burns so many milliseconds of processor time, not of the wall clock, by hashing. */
public final class HeavyRoute implements Route {
  private static final int DEFAULT_MILLIS = 100;
  private static final int MOST_MILLIS = 5_000;
  private static final int ROUNDS = 64;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final String pod;

  /** Answers in the name of the pod. */
  public HeavyRoute(String pod) {
    this.pod = pod;
  }

  @Override
  public Answer answer(Request request) {
    int millis = millis(request.query().getOrDefault("ms", Integer.toString(DEFAULT_MILLIS)));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("pod", pod);
    document.put("cpu_ms", millis);
    document.put("digest", burn(millis));
    return Answer.json(200, document);
  }

  private static int millis(String text) {
    try {
      int millis = Integer.parseInt(text);
      if (millis >= 0 && millis <= MOST_MILLIS) {
        return millis;
      }
    } catch (NumberFormatException e) {
      // told below, like a number out of range
    }
    throw new BadRequest("ms must be a whole number from 0 to " + MOST_MILLIS + ", not " + text);
  }

  private String burn(int millis) {
    long end = threads.getCurrentThreadCpuTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    MessageDigest digest = sha256();
    byte[] value = new byte[32];
    while (threads.getCurrentThreadCpuTime() < end) {
      for (int round = 0; round < ROUNDS; round++) {
        value = digest.digest(value);
      }
    }
    return HexFormat.of().formatHex(value, 0, 4);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

package io.tidewatch.operator.incident;

import io.tidewatch.source.ApiPost;
import java.time.Instant;
import java.util.List;

/** One place where people look. */
interface Receiver {
  Addressee addressee();

  /** Tells some episodes in one message; called by one thread, and never throws for a failure. */
  ApiPost.Answer deliver(List<Episode> episodes, Instant now);
}

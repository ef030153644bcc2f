package io.tidewatch.demo.load;

import java.util.concurrent.CompletableFuture;

/** Sends one request and never waits; the future always completes with an answer. */
interface Sender {
  CompletableFuture<Answer> send();
}

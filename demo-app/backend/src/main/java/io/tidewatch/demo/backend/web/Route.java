package io.tidewatch.demo.backend.web;

/** Answers the requests of one path. */
@FunctionalInterface
public interface Route {
  /** The answer; an exception is a bug and becomes a 500. */
  Answer answer(Request request) throws InterruptedException;
}

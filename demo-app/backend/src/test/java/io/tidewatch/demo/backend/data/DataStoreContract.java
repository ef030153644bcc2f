package io.tidewatch.demo.backend.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What every store keeps, the one in memory and the real one. */
interface DataStoreContract {
  DataStore emptyStore() throws Exception;

  @Test
  default void anEmptyStoreHasNoValueAndNoWrites() throws Exception {
    try (DataStore store = emptyStore()) {
      assertEquals(new Stored("", 0), store.read());
    }
  }

  @Test
  default void whatWasWrittenLastIsReadAndEveryWriteCounts() throws Exception {
    try (DataStore store = emptyStore()) {
      assertEquals(new Stored("one", 1), store.write("one"));
      assertEquals(new Stored("zwölf", 2), store.write("zwölf"));
      assertEquals(new Stored("zwölf", 2), store.read());
    }
  }
}

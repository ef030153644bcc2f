package io.tidewatch.demo.backend.data;

/** Where the shop keeps its one value. */
public interface DataStore extends AutoCloseable {
  /** What is stored, perhaps a moment ago. */
  Stored read() throws StoreAway;

  /** Replaces the value on the primary and counts the write. */
  Stored write(String value) throws StoreAway;

  @Override
  void close();
}

package io.tidewatch.demo.backend.data;

/** A store in memory that can be taken away. */
public final class InMemoryStore implements DataStore {
  private String value = "";
  private long writes;
  private boolean away;

  /** Nobody can reach it from now on. */
  public synchronized void goAway() {
    away = true;
  }

  @Override
  public synchronized Stored read() throws StoreAway {
    refuseIfAway();
    return new Stored(value, writes);
  }

  @Override
  public synchronized Stored write(String next) throws StoreAway {
    refuseIfAway();
    value = next;
    writes++;
    return new Stored(value, writes);
  }

  @Override
  public void close() {}

  private void refuseIfAway() throws StoreAway {
    if (away) {
      throw new StoreAway("the store was taken away", new IllegalStateException("by the test"));
    }
  }
}

package io.tidewatch.demo.backend.data;

class InMemoryStoreTest implements DataStoreContract {
  @Override
  public DataStore emptyStore() {
    return new InMemoryStore();
  }
}

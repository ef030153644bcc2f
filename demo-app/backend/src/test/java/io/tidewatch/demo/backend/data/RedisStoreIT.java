package io.tidewatch.demo.backend.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against Debian's redis-server. */
class RedisStoreIT implements DataStoreContract {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final List<TestingRedis> servers = new ArrayList<>();

  @AfterEach
  void end() {
    servers.forEach(TestingRedis::close);
  }

  @Override
  public DataStore emptyStore() throws Exception {
    TestingRedis one = started(TestingRedis.start());
    return new RedisStore(one.address(), one.address(), TIMEOUT);
  }

  @Test
  void whatThePrimaryTakesTheReplicaReads() throws Exception {
    TestingRedis primary = started(TestingRedis.start());
    TestingRedis replica =
        started(
            TestingRedis.start(
                "--replicaof",
                "127.0.0.1",
                Integer.toString(primary.port()),
                "--repl-diskless-sync-delay",
                "0"));
    try (DataStore store = new RedisStore(primary.address(), replica.address(), TIMEOUT)) {
      store.write("copied");

      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertEquals(new Stored("copied", 1), store.read()));
    }
  }

  @Test
  void withoutThePrimaryReadingGoesOn() throws Exception {
    TestingRedis primary = started(TestingRedis.start());
    TestingRedis replica = started(TestingRedis.start());
    try (DataStore store = new RedisStore(primary.address(), replica.address(), TIMEOUT)) {
      primary.close();

      StoreAway away = assertThrows(StoreAway.class, () -> store.write("lost"));
      assertTrue(away.getMessage().contains(primary.address().toString()), away.getMessage());
      assertEquals(new Stored("", 0), store.read());
    }
  }

  @Test
  void withoutTheReplicaThePrimaryIsRead() throws Exception {
    TestingRedis primary = started(TestingRedis.start());
    TestingRedis replica = started(TestingRedis.start());
    try (DataStore store = new RedisStore(primary.address(), replica.address(), TIMEOUT)) {
      store.write("kept");
      replica.close();

      assertEquals(new Stored("kept", 1), store.read());
    }
  }

  @Test
  void aRestartCostsNoRequestOnceRedisIsBack() throws Exception {
    TestingRedis first = started(TestingRedis.start());
    try (DataStore store = new RedisStore(first.address(), first.address(), TIMEOUT)) {
      store.write("before");
      first.close();
      started(TestingRedis.startOn(first.port()));

      assertEquals(new Stored("after", 1), store.write("after"));
      assertEquals(new Stored("after", 1), store.read());
    }
  }

  private TestingRedis started(TestingRedis redis) {
    servers.add(redis);
    return redis;
  }
}

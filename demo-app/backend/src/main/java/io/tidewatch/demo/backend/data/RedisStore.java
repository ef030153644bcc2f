package io.tidewatch.demo.backend.data;

import io.tidewatch.demo.backend.HostAndPort;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Reads the replica and writes the primary; connects when first asked, so that a start needs no
 * Redis.
 */
public final class RedisStore implements DataStore {
  private static final String VALUE = "demo:value";
  private static final String WRITES = "demo:writes";
  private static final int CONNECTIONS = 16;

  private final Server primary;
  private final Server replica;

  /** Names both; nothing is connected yet. */
  public RedisStore(HostAndPort primary, HostAndPort replica, Duration timeout) {
    this.primary = new Server(primary, timeout);
    this.replica = new Server(replica, timeout);
  }

  /**
   * Asks the primary when the replica is away, so that a drain of the replica's node costs no read.
   */
  @Override
  public Stored read() throws StoreAway {
    try {
      return read(replica);
    } catch (StoreAway replicaAway) {
      return read(primary);
    }
  }

  private static Stored read(Server server) throws StoreAway {
    List<String> both = server.ask(redis -> redis.mget(VALUE, WRITES));
    return new Stored(
        Optional.ofNullable(both.get(0)).orElse(""),
        Optional.ofNullable(both.get(1)).map(Long::parseLong).orElse(0L));
  }

  @Override
  public Stored write(String value) throws StoreAway {
    long writes =
        primary.ask(
            redis -> {
              redis.set(VALUE, value);
              return redis.incr(WRITES);
            });
    return new Stored(value, writes);
  }

  @Override
  public void close() {
    primary.close();
    replica.close();
  }

  /** One Redis; the client is made at the first question, when the start is over. */
  private static final class Server {
    private final HostAndPort address;
    private final Duration timeout;
    private Optional<JedisPooled> client = Optional.empty();

    Server(HostAndPort address, Duration timeout) {
      this.address = address;
      this.timeout = timeout;
    }

    <T> T ask(Function<JedisPooled, T> question) throws StoreAway {
      try {
        return question.apply(client());
      } catch (JedisException e) {
        throw new StoreAway("Redis at " + address + " does not answer: " + e.getMessage(), e);
      }
    }

    synchronized void close() {
      client.ifPresent(JedisPooled::close);
    }

    private synchronized JedisPooled client() {
      if (client.isEmpty()) {
        client = Optional.of(pool(address, timeout));
      }
      return client.get();
    }
  }

  private static JedisPooled pool(HostAndPort address, Duration timeout) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(CONNECTIONS);
    pool.setMaxIdle(CONNECTIONS);
    pool.setMaxWait(timeout);
    // a Redis that was restarted costs no request: a connection that died with it is replaced
    // before it is used
    pool.setTestOnBorrow(true);
    // which makes the thread that would look after idle connections needless
    pool.setTimeBetweenEvictionRuns(Duration.ofMillis(-1));
    pool.setJmxEnabled(false);
    DefaultJedisClientConfig client =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(Math.toIntExact(timeout.toMillis()))
            .socketTimeoutMillis(Math.toIntExact(timeout.toMillis()))
            .build();
    return new JedisPooled(
        pool, new redis.clients.jedis.HostAndPort(address.host(), address.port()), client);
  }
}

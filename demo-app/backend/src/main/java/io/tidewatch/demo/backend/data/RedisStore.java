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

  private final HostAndPort primaryAddress;
  private final HostAndPort replicaAddress;
  private final JedisPooled primary;
  private final JedisPooled replica;

  /** Names both; nothing is connected yet. */
  public RedisStore(HostAndPort primary, HostAndPort replica, Duration timeout) {
    this.primaryAddress = primary;
    this.replicaAddress = replica;
    this.primary = pool(primary, timeout);
    this.replica = pool(replica, timeout);
  }

  /**
   * Asks the primary when the replica is away, so that a drain of the replica's node costs no read.
   */
  @Override
  public Stored read() throws StoreAway {
    try {
      return read(replicaAddress, replica);
    } catch (StoreAway replicaAway) {
      return read(primaryAddress, primary);
    }
  }

  private static Stored read(HostAndPort address, JedisPooled redis) throws StoreAway {
    List<String> both = ask(address, redis, asked -> asked.mget(VALUE, WRITES));
    return new Stored(
        Optional.ofNullable(both.get(0)).orElse(""),
        Optional.ofNullable(both.get(1)).map(Long::parseLong).orElse(0L));
  }

  @Override
  public Stored write(String value) throws StoreAway {
    long writes =
        ask(
            primaryAddress,
            primary,
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

  private static <T> T ask(
      HostAndPort address, JedisPooled redis, Function<JedisPooled, T> question) throws StoreAway {
    try {
      return question.apply(redis);
    } catch (JedisException e) {
      throw new StoreAway("Redis at " + address + " does not answer: " + e.getMessage(), e);
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

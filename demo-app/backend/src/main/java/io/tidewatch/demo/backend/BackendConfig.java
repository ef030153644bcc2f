package io.tidewatch.demo.backend;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Everything that can be set, checked.
 *
 * @param pod the name under which answers say who gave them
 * @param port where the shop's requests come in; 0 takes a free one
 * @param managementPort where metrics, probes and faults are; 0 takes a free one
 * @param width requests admitted at a time
 * @param hold how long an admitted request holds its place at least
 * @param queue requests that may wait
 * @param requestsPerConnection after so many answers a connection is closed, so that load spreads
 *     to new pods
 * @param primary the Redis that is written
 * @param replica the Redis that is read
 * @param redisTimeout for connecting and for an answer
 * @param drain the longest that a stop waits for requests
 * @param logEvery one in so many good answers is logged; failures always are
 * @param faults whether faults may be injected
 * @param stateFolder where a crash loop is remembered over restarts
 */
public record BackendConfig(
    String pod,
    int port,
    int managementPort,
    int width,
    Duration hold,
    int queue,
    int requestsPerConnection,
    HostAndPort primary,
    HostAndPort replica,
    Duration redisTimeout,
    Duration drain,
    int logEvery,
    boolean faults,
    Path stateFolder) {

  /** Reads and checks the environment; every bad key is named at once. */
  public static BackendConfig from(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    BackendConfig config =
        new BackendConfig(
            environment.text("HOSTNAME", "localhost"),
            environment.number("DEMO_PORT", 8080, 0, 65_535),
            environment.number("DEMO_MANAGEMENT_PORT", 8081, 0, 65_535),
            environment.number("DEMO_WIDTH", 10, 1, 1_000),
            Duration.ofMillis(environment.number("DEMO_HOLD_MS", 1_000, 0, 60_000)),
            environment.number("DEMO_QUEUE", 20, 0, 1_000),
            environment.number("DEMO_REQUESTS_PER_CONNECTION", 20, 1, 1_000_000),
            environment.address("DEMO_REDIS_PRIMARY", "redis-primary:6379"),
            environment.address("DEMO_REDIS_REPLICA", "redis-replica:6379"),
            Duration.ofMillis(environment.number("DEMO_REDIS_TIMEOUT_MS", 500, 1, 60_000)),
            Duration.ofMillis(environment.number("DEMO_DRAIN_MS", 20_000, 0, 600_000)),
            environment.number("DEMO_LOG_EVERY", 20, 1, 1_000_000),
            environment.enabled("DEMO_FAULTS"),
            environment.folder("DEMO_STATE_DIR", "/state"));
    environment.refuseProblems();
    return config;
  }
}

package io.tidewatch.demo.backend;

import io.tidewatch.demo.backend.data.RedisStore;
import io.tidewatch.demo.backend.telemetry.JsonLog;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Starts the shop's backend and keeps it until SIGTERM. */
public final class BackendMain {
  private static final int CRASHED = 1;
  private static final int USER_ERROR = 2;
  private static final int BUG = 70;
  private static final String HELP =
      """
      The backend of the demo shop: as many requests a second as its width allows, on any machine.

      usage: java -jar tidewatch-demo-backend.jar            serves until SIGTERM, then drains and exits with 0
             java -jar tidewatch-demo-backend.jar --rehearse starts, asks itself everything once, and ends (for AppCDS)

      example: DEMO_HOLD_MS=100 DEMO_REDIS_PRIMARY=127.0.0.1:6379 DEMO_REDIS_REPLICA=127.0.0.1:6379 \\
               java -jar tidewatch-demo-backend.jar & curl 127.0.0.1:8080/api/data

      environment (with defaults):
        DEMO_PORT=8080                     /api/health, /api/data (GET, POST), /api/heavy?ms=N; 0 takes a free port
        DEMO_MANAGEMENT_PORT=8081          /metrics, /livez, /readyz, /faults
        DEMO_WIDTH=10                      requests admitted at a time
        DEMO_HOLD_MS=1000                  how long each holds its place
        DEMO_QUEUE=20                      how many may wait; more get 503
        DEMO_REQUESTS_PER_CONNECTION=20    then the connection is closed, so that load spreads
        DEMO_REDIS_PRIMARY=redis-primary:6379
        DEMO_REDIS_REPLICA=redis-replica:6379
        DEMO_REDIS_TIMEOUT_MS=500
        DEMO_DRAIN_MS=20000                the longest that SIGTERM waits for requests
        DEMO_LOG_EVERY=20                  one in so many good answers is logged; failures always are
        DEMO_FAULTS=disabled               enabled: faults may be injected at /faults
        DEMO_STATE_DIR=/state              where a crash loop is remembered over restarts

      exit codes: 0 drained, 1 an injected crash, 2 wrong settings, 70 a bug
      """;

  private BackendMain() {}

  /** Starts. */
  public static void main(String[] arguments) {
    // answers go out at once, and Jedis' logging facade does not complain that nobody listens
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    JsonLog log = new JsonLog(out, Clock.systemUTC());
    try {
      run(arguments, log, out);
    } catch (UserError e) {
      System.err.println(e.getMessage());
      System.exit(USER_ERROR);
    } catch (IOException | RuntimeException e) {
      log.bug("backend", e, Optional.empty());
      System.exit(BUG);
    }
  }

  private static void run(String[] arguments, JsonLog log, PrintStream out) throws IOException {
    String argument = arguments.length == 0 ? "" : arguments[0];
    switch (argument) {
      case "" -> serve(BackendConfig.from(System.getenv()), log);
      case "--rehearse" -> new Rehearsal(log, Clock.systemUTC()).run();
      case "--help", "-h" -> out.print(HELP);
      default ->
          throw new UserError(
              "the backend cannot start",
              "it takes no argument " + argument,
              "leave it out; --help tells what can be set by environment variables");
    }
  }

  private static void serve(BackendConfig config, JsonLog log) throws IOException {
    RedisStore store = new RedisStore(config.primary(), config.replica(), config.redisTimeout());
    Backend backend =
        new Backend(
            config,
            store,
            log,
            Clock.systemUTC(),
            () -> {
              log.write(JsonLog.Level.ERROR, "faults", "crashing as ordered", Map.of());
              // a crash asks nobody and drains nothing
              Runtime.getRuntime().halt(CRASHED);
            });
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(backend), "drain"));
    backend.start();
  }

  private static void end(Backend backend) {
    try {
      backend.drain();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // else the JVM would report the signal (143), although all went as it should
    Runtime.getRuntime().halt(0);
  }
}

package io.tidewatch.local.demo;

import io.tidewatch.domain.UserException;
import io.tidewatch.local.AccessOptions;
import io.tidewatch.local.Layout;
import io.tidewatch.local.Terminal;
import io.tidewatch.local.live.LiveDemo;
import io.tidewatch.local.live.LiveFlags;
import io.tidewatch.source.PrometheusEndpoint;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./tidewatch demo}. */
@Command(name = "demo")
public final class DemoCommand implements Callable<Integer> {
  private final Layout layout;
  private final Map<String, String> environment;
  private final Terminal terminal;
  private final Clock clock;

  @Mixin private LiveFlags live = new LiveFlags();

  @Mixin private AccessOptions access = new AccessOptions();

  @Option(names = "--keep")
  private boolean keep;

  @Option(names = "--trace", paramLabel = "FILE")
  private Optional<Path> trace = Optional.empty();

  @Option(names = "--prometheus", paramLabel = "URL")
  private Optional<String> prometheus = Optional.empty();

  @Option(names = "--query", paramLabel = "PROMQL")
  private Optional<String> query = Optional.empty();

  @Option(names = "--json", paramLabel = "FILE")
  private Optional<Path> json = Optional.empty();

  @Option(names = "--days", paramLabel = "N")
  private int days = 14;

  @Option(names = "--seed", paramLabel = "N")
  private long seed = 42;

  @Option(names = "--seconds", paramLabel = "N")
  private int seconds = 75;

  public DemoCommand(
      Layout layout, Map<String, String> environment, Terminal terminal, Clock clock) {
    this.layout = layout;
    this.environment = environment;
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (live.wanted()) {
      return live();
    }
    DemoOptions options = new DemoOptions(keep, json, days, seed, seconds, environment);
    new Demo(layout, options, demand(options), terminal, clock).run();
    return 0;
  }

  private int live() throws InterruptedException {
    Optional<PrometheusEndpoint> server = prometheus.map(this::endpoint);
    new LiveDemo(layout, environment, live.plan(keep, json, trace, seed), server, terminal, clock)
        .run();
    return 0;
  }

  private PrometheusEndpoint endpoint(String url) {
    return PrometheusEndpoint.parse(url).with(access.access());
  }

  private Demand demand(DemoOptions options) {
    if (prometheus.isPresent() != query.isPresent()) {
      throw new UserException(
          prometheus.isPresent() ? "--prometheus needs --query" : "--query needs --prometheus",
          "demand is one query of one server",
          "give both, for example --prometheus http://prom:9090 --query"
              + " 'sum(rate(http_requests_total[1m]))'");
    }
    if (prometheus.isPresent() && trace.isPresent()) {
      throw new UserException(
          "--trace and --prometheus exclude each other",
          "a demo has one source of demand",
          "leave one of them out");
    }
    if (trace.isPresent()) {
      return TraceDemand.of(trace.get());
    }
    return prometheus
        .<Demand>map(
            url -> ServerDemand.of(endpoint(url), query.orElseThrow(), options.days(), clock))
        .orElseGet(() -> new ShopDemand(options.days(), options.seed()));
  }
}

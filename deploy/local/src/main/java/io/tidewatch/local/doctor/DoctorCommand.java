package io.tidewatch.local.doctor;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.UserException;
import io.tidewatch.local.AccessOptions;
import io.tidewatch.local.Layout;
import io.tidewatch.local.Terminal;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.source.LokiClient;
import io.tidewatch.source.LokiEndpoint;
import io.tidewatch.source.PrometheusClient;
import io.tidewatch.source.PrometheusEndpoint;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./tidewatch doctor}: exit code 0 if nothing is missing, else 2. */
@Command(name = "doctor")
public final class DoctorCommand implements Callable<Integer> {
  private static final int USER_ERROR = 2;

  private final Layout layout;
  private final Map<String, String> environment;
  private final Terminal terminal;
  private final Clock clock;

  @Option(names = "--prometheus", paramLabel = "URL")
  private Optional<String> prometheus = Optional.empty();

  @Option(names = "--catalogue", paramLabel = "FILE|URL", converter = CataloguePath.class)
  private Optional<Path> catalogue = Optional.empty();

  @Mixin private AccessOptions access = new AccessOptions();

  @Mixin private LokiAccess loki = new LokiAccess();

  public DoctorCommand(
      Layout layout, Map<String, String> environment, Terminal terminal, Clock clock) {
    this.layout = layout;
    this.environment = environment;
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    if (prometheus.isPresent() != catalogue.isPresent()) {
      throw new UserException(
          prometheus.isPresent()
              ? "--prometheus needs --catalogue"
              : "--catalogue needs --prometheus",
          "the queries of the one are asked of the other",
          "give both");
    }
    List<Check> checks = new ArrayList<>(new MachineChecks(layout, environment).run());
    catalogue.ifPresent(file -> checks.addAll(catalogue(file)));
    int width = checks.stream().mapToInt(check -> check.what().length()).max().orElse(0);
    for (Check check : checks) {
      terminal.line(
          ("  %-" + width + "s  %-8s %s")
              .formatted(check.what(), check.result().text(), check.found()));
    }
    long missing = checks.stream().filter(c -> c.result() == Check.Result.MISSING).count();
    terminal.line(missing == 0 ? "Nothing is missing." : missing + " missing.");
    return missing == 0 ? 0 : USER_ERROR;
  }

  private List<Check> catalogue(Path file) {
    PrometheusEndpoint endpoint =
        PrometheusEndpoint.parse(prometheus.orElseThrow()).with(access.access());
    Catalogue known = CatalogueFile.read(file);
    List<Check> checks = new ArrayList<>();
    checks.addAll(new CatalogueChecks(known, PrometheusClient.of(endpoint), clock.instant()).run());
    checks.addAll(logs(known));
    return checks;
  }

  private List<Check> logs(Catalogue known) {
    Optional<LokiEndpoint> endpoint = loki.endpoint();
    if (endpoint.isPresent()) {
      return new LogChecks(known.logs(), LokiClient.of(endpoint.get()), clock.instant()).run();
    }
    return known.logs().stream()
        .map(log -> Check.warning("log " + log.name(), "not asked: give --loki URL"))
        .toList();
  }
}

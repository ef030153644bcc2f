package io.tidewatch.operator.incident;

import io.tidewatch.domain.UserException;
import io.tidewatch.operator.incident.Incident.Severity;
import io.tidewatch.operator.incident.IncidentConfig.Alertmanager;
import io.tidewatch.operator.incident.IncidentConfig.Target;
import io.tidewatch.operator.incident.IncidentConfig.Webhook;
import io.tidewatch.source.ApiAccess;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Whom to tell of incidents, as options of a command. */
public final class IncidentOptions {
  @Option(
      names = "--incidents",
      paramLabel = "FILE",
      description = "Whom to tell of incidents (docs/reference/incidents.md).")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--alertmanager",
      paramLabel = "URL",
      description = "An Alertmanager to tell of incidents; again for each of a cluster.")
  private List<String> alertmanagers = new ArrayList<>();

  @Option(
      names = "--webhook",
      paramLabel = "URL",
      description = "A server that takes incidents as JSON; secrets need --incidents.")
  private List<String> webhooks = new ArrayList<>();

  @Option(
      names = "--controller-url",
      paramLabel = "URL",
      description = "This controller's address as people reach it, for links in incidents.")
  private Optional<String> controller = Optional.empty();

  /**
   * What was asked for: the file's receivers, and those of the other options.
   *
   * @throws UserException with everything that is wrong
   */
  public IncidentConfig config() {
    List<String> mistakes = new ArrayList<>();
    check("--alertmanager", alertmanagers, mistakes);
    check("--webhook", webhooks, mistakes);
    check("--controller-url", controller.stream().toList(), mistakes);
    if (!mistakes.isEmpty()) {
      throw new UserException(
          "it is not clear whom to tell of incidents",
          String.join("; ", mistakes),
          "correct the options; --help lists all");
    }
    IncidentConfig named = file.map(IncidentFile::read).orElseGet(IncidentConfig::nobody);
    List<Target> all = new ArrayList<>(named.receivers());
    all.addAll(simple());
    requireDifferent(all);
    return new IncidentConfig(all, controller.or(named::controller), named.labels());
  }

  private List<Target> simple() {
    ApiAccess access = ApiAccess.open().withTimeout(ReceiverKeys.TIMEOUT);
    List<Target> simple = new ArrayList<>();
    for (int i = 0; i < alertmanagers.size(); i++) {
      URI url = URI.create(alertmanagers.get(i).strip());
      simple.add(new Alertmanager(name("alertmanager", i), Severity.INFO, url, access));
    }
    for (int i = 0; i < webhooks.size(); i++) {
      WebhookAddress address = new WebhookAddress.Plain(URI.create(webhooks.get(i).strip()));
      simple.add(new Webhook(name("webhook", i), Severity.INFO, address, access, Optional.empty()));
    }
    return simple;
  }

  private static String name(String kind, int number) {
    return number == 0 ? kind : kind + "-" + (number + 1);
  }

  private static void check(String option, List<String> urls, List<String> mistakes) {
    urls.forEach(
        url ->
            Addresses.mistake(url.strip())
                .ifPresent(mistake -> mistakes.add(option + " " + mistake)));
  }

  private static void requireDifferent(List<Target> targets) {
    Map<String, Long> counts =
        targets.stream().collect(Collectors.groupingBy(Target::name, Collectors.counting()));
    counts.entrySet().stream()
        .filter(name -> name.getValue() > 1)
        .findFirst()
        .ifPresent(
            name -> {
              throw new UserException(
                  "two receivers of incidents are called " + name.getKey(),
                  "one stands in the file, the other is the option of that name",
                  "rename the one in the file");
            });
  }
}

package io.tidewatch.demo.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Much more traffic for a while, all of it served if there is room. */
final class SpikeFault implements Fault {
  private static final double PEAK = 40;

  @Override
  public String name() {
    return "spike";
  }

  @Override
  public String summary() {
    return "a traffic spike: the load generator asks for more and more, then less";
  }

  @Override
  public boolean benign() {
    return true;
  }

  @Override
  public TargetKind target() {
    return TargetKind.URL;
  }

  @Override
  public Optional<String> intensity() {
    return Optional.of("requests a second at the peak (40)");
  }

  @Override
  public boolean outlivesTheTool() {
    return false;
  }

  /** The backend Service's own address, which the host of a lab reaches. */
  @Override
  public Optional<String> defaultTarget(Cluster cluster) {
    String about = "service/backend";
    JsonNode service = Json.parse(cluster.demand(about, "get", about, "-o", "json"));
    String address = service.at("/spec/clusterIP").asText();
    for (JsonNode port : service.at("/spec/ports")) {
      if (port.path("name").asText().equals("http")) {
        return Optional.of("http://" + address + ":" + port.path("port").asInt());
      }
    }
    return Optional.empty();
  }

  @Override
  public ActiveFault begin(FaultOrder order, Cluster cluster) {
    return LoadRun.start(order, order.intensity().orElse(PEAK));
  }
}

package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The contract on the fake. */
class InMemoryHpasTest extends HpaContract {
  @Override
  FloorStage stage(String name) {
    HpaName hpa = new HpaName("shop", name);
    InMemoryHpas server = new InMemoryHpas(hpa);
    return new FloorStage(hpa, server, new Kubectl(server));
  }

  /** What kubectl sends. */
  private record Kubectl(InMemoryHpas server) implements FloorStage.TestingUser {
    @Override
    public boolean applies(int min, int max, int target) {
      ObjectNode manifest = manifest(min, max, target);
      ObjectNode patch = manifest.deepCopy();
      patch
          .putObject("metadata")
          .putObject("annotations")
          .put("kubectl.kubernetes.io/last-applied-configuration", manifest.toString());
      return server.merge("kubectl-client-side-apply", patch).ok();
    }

    @Override
    public boolean appliesServerSide(int min, int max, int target) {
      // kubectl moves over what it has applied from the client before.
      server.rename("kubectl-client-side-apply", "kubectl");
      return server.apply("kubectl", manifest(min, max, target), false).ok();
    }

    private static ObjectNode manifest(int min, int max, int target) {
      ObjectNode body = Wire.object();
      body.putObject("spec")
          .put("minReplicas", min)
          .put("maxReplicas", max)
          .set("metrics", InMemoryHpas.cpu(target));
      return body;
    }
  }
}

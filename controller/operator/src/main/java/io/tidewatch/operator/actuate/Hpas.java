package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;

/** The HPAs of a cluster, as far as a floor needs them. */
interface Hpas {
  Answer get(HpaName name);

  /** Server-side apply under our name. */
  Answer apply(HpaName name, JsonNode object, boolean force);

  Answer merge(HpaName name, JsonNode patch);

  /** Those of a real cluster. */
  static Hpas of(KubernetesApi api) {
    return new Hpas() {
      @Override
      public Answer get(HpaName name) {
        return api.get(name.path());
      }

      @Override
      public Answer apply(HpaName name, JsonNode object, boolean force) {
        return api.apply(name.path(), object, force);
      }

      @Override
      public Answer merge(HpaName name, JsonNode patch) {
        return api.merge(name.path(), patch);
      }
    };
  }
}

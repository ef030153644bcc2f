package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;

/** HPAs behind a line that carries some requests and then loses the answers of all writes. */
final class LossyHpas implements Hpas {
  private final Hpas server;
  private int carried = Integer.MAX_VALUE;

  LossyHpas(Hpas server) {
    this.server = server;
  }

  /** From now on this many answers arrive, then one is lost, then all is well again. */
  void loseAfter(int answers) {
    carried = answers;
  }

  @Override
  public Answer get(HpaName name) {
    return server.get(name);
  }

  @Override
  public Answer apply(HpaName name, JsonNode object, boolean force) {
    return carry(server.apply(name, object, force));
  }

  @Override
  public Answer merge(HpaName name, JsonNode patch) {
    return carry(server.merge(name, patch));
  }

  private Answer carry(Answer answer) {
    if (carried == Integer.MAX_VALUE) {
      return answer;
    }
    if (carried-- > 0) {
      return answer;
    }
    carried = Integer.MAX_VALUE;
    return Answer.none("the line was cut");
  }
}

package io.tidewatch.local.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the policies are called for people. */
final class Policies {
  private static final Map<String, String> NAMES = names();

  private Policies() {}

  static String name(String policy) {
    return NAMES.getOrDefault(policy, policy);
  }

  private static Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("tidewatch", "Tidewatch");
    names.put("tidewatch-careful", "Tidewatch, careful");
    names.put("tidewatch-floor", "Tidewatch, floor under HPA");
    names.put("tidewatch-floor+target", "Tidewatch, floor + target");
    names.put("hpa", "HPA as you wrote it");
    names.put("hpa-cpu-50", "HPA at 50 % CPU");
    names.put("hpa-cpu-60", "HPA at 60 % CPU");
    names.put("hpa-cpu-70", "HPA at 70 % CPU");
    names.put("hpa-rps-70", "HPA at 70 % of requests/s");
    names.put("hpa-rps-70+yesterday", "HPA 70 %, floor of yesterday");
    names.put("static-peak", "enough for the peak");
    names.put("perfect", "perfect forecast");
    names.put("oracle", "optimum, all foreseen");
    return Map.copyOf(names);
  }
}

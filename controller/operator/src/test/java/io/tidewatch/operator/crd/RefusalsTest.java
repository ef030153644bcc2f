package io.tidewatch.operator.crd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalsTest {
  private static final String HPAS =
      "/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers";
  private final Refusals refusals = new Refusals();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | /api/v1/namespaces/shop/pods?limit=500 | list pods in shop",
        "GET | /api/v1/namespaces/shop/pods/web-1 | get pods in shop",
        "POST | /api/v1/namespaces/shop/pods/web-1/eviction | create pods/eviction in shop",
        "PATCH | /apis/apps/v1/namespaces/shop/deployments/web/scale?fieldManager=x | patch deployments/scale (apps) in shop",
        "PUT | /apis/coordination.k8s.io/v1/namespaces/tidewatch/leases/tidewatch | update leases (coordination.k8s.io) in tidewatch",
        "GET | /apis/tidewatch.io/v1alpha1/predictivescalers?watch=true | watch predictivescalers (tidewatch.io)",
        "GET | /api/v1/namespaces/shop | get namespaces",
      })
  void a_request_is_named_as_a_role_names_it(String method, String uri, String right) {
    assertEquals(Optional.of(right), Right.of(method, URI.create(uri)).map(Right::toString));
  }

  @ParameterizedTest
  @CsvSource({"/readyz", "/", "/apis", "/apis/apps/v1", "/api/v1"})
  void what_is_about_no_resource_needs_no_right_of_ours(String path) {
    assertEquals(Optional.empty(), Right.of("GET", URI.create(path)));
  }

  @Test
  void what_is_refused_is_listed_until_it_is_granted() {
    refusals.answered("PATCH", URI.create(HPAS + "/web"), 403);
    refusals.answered("GET", URI.create(HPAS), 403);
    refusals.answered("GET", URI.create(HPAS + "/web"), 404);
    assertEquals(
        List.of(
            "list horizontalpodautoscalers (autoscaling) in shop",
            "patch horizontalpodautoscalers (autoscaling) in shop"),
        refusals.now());
    refusals.answered("PATCH", URI.create(HPAS + "/other"), 200);
    refusals.answered("GET", URI.create(HPAS), 200);
    assertEquals(List.of(), refusals.now());
  }
}

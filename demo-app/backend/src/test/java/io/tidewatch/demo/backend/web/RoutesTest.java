package io.tidewatch.demo.backend.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoutesTest {
  private final Routes routes =
      new Routes()
          .add("GET", "/a", request -> Answer.text(200, "a"))
          .add("POST", "/a", request -> Answer.empty(204));

  @Test
  void aPathThatOnlyBeginsLikeARouteIsNone() throws InterruptedException {
    assertEquals(404, answer("GET", "/ab").status());
    assertEquals(Routes.OTHER, routes.label("/ab"));
  }

  @Test
  void theMethodDecides() throws InterruptedException {
    assertEquals(200, answer("GET", "/a").status());
    assertEquals(204, answer("POST", "/a").status());
  }

  @Test
  void anotherMethodIsToldWhichThereAre() throws InterruptedException {
    Answer answer = answer("DELETE", "/a");

    assertEquals(405, answer.status());
    assertEquals("GET, POST", answer.headers().get("Allow"));
  }

  private Answer answer(String method, String path) throws InterruptedException {
    return routes.find(method, path).answer(new Request(method, Map.of(), "", Optional.empty()));
  }
}

package io.tidewatch.demo.backend.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ReaderTest {
  @Test
  void parametersAreDecoded() {
    assertEquals(
        Map.of("ms", "20", "name", "a b", "flag", ""), Reader.query("ms=20&name=a%20b&flag"));
  }

  @Test
  void noQueryHasNoParameters() {
    assertEquals(Map.of(), Reader.query(null));
    assertEquals(Map.of(), Reader.query(""));
  }

  @Test
  void whatCannotBeDecodedIsTheClientsFault() {
    assertThrows(BadRequest.class, () -> Reader.query("a=%zz"));
  }
}

package io.tidewatch.serving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void numbers_are_written_to_seven_digits_without_needless_ones() {
    assertEquals("0", written(0));
    assertEquals("0", written(-0.0));
    assertEquals("5", written(5));
    assertEquals("0.5", written(0.5));
    assertEquals("123.4568", written(123.456789));
    assertEquals("0.01234568", written(0.0123456789));
    assertEquals("10", written(9.99999999));
    assertEquals("12345679", written(12_345_678.9));
    assertEquals("-2.25", written(-2.25));
    assertEquals("0.000000000123", written(1.234e-10));
    assertEquals("0", written(1e-300));
    assertEquals("1.5E300", written(1.5e300));
  }

  @Property
  void a_number_is_read_back_to_seven_digits(@ForAll double value) {
    double read = Double.parseDouble(written(value));
    assertTrue(Math.abs(read - value) <= 5e-7 * Math.abs(value) + 1e-12, value + " became " + read);
  }

  @Property
  void numbers_keep_their_order(@ForAll double one, @ForAll double other) {
    double near = one + (Math.abs(other) % 1) * 1e-6 * Math.abs(one);
    assertTrue(Double.parseDouble(written(near)) >= Double.parseDouble(written(one)));
  }

  @Property
  void any_text_is_read_back(@ForAll String text) throws JsonProcessingException {
    // Half of a surrogate pair is no text; a catalogue cannot hold it.
    String sound = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    byte[] json = new JsonText(1).text(sound).toBytes();
    String document = new String(json, StandardCharsets.UTF_8);
    assertEquals(sound, JsonMapper.builder().build().readValue(document, String.class));
  }

  private static String written(double value) {
    return new String(new JsonText(1).number(value).toBytes(), StandardCharsets.US_ASCII);
  }
}

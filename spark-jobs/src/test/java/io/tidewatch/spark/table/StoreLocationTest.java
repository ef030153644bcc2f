package io.tidewatch.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StoreLocationTest {
  @Test
  void a_folder_is_a_folder_also_as_an_address() {
    assertEquals(Path.of("store"), StoreLocation.parse("store"));
    assertEquals(Path.of("/data/my store"), StoreLocation.parse("/data/my store"));
    assertEquals(Path.of("/data/my store"), StoreLocation.parse("file:///data/my store"));
    assertEquals(Path.of("/data"), StoreLocation.parse("file:/data"));
  }

  @Test
  void an_object_store_is_refused_and_never_taken_for_a_folder_of_that_name() {
    UserException refused =
        assertThrows(UserException.class, () -> StoreLocation.parse("s3a://bucket/store"));
    assertTrue(refused.reason().contains("on s3a"), refused.getMessage());
  }
}

package io.tidewatch.spark.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import io.tidewatch.source.RemoteCatalogue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueChangeTest {
  private final AtomicInteger stops = new AtomicInteger();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final CatalogueChange change =
      new CatalogueChange(
          TestingCatalogue.YAML, false, new PrintStream(said), stops::incrementAndGet);

  @TempDir Path folder;

  @Test
  void other_queries_end_the_ingest_and_say_how_to_go_on() throws IOException {
    change.accept(served(TestingCatalogue.YAML.replace("memory[$step]", "rss[$step]")));
    assertEquals(1, stops.get());
    UserException refused = assertThrows(UserException.class, change::throwIfHappened);
    assertTrue(refused.remedy().contains("_checkpoints/prometheus"), refused.remedy());
  }

  @Test
  void another_workload_or_another_comment_does_not() throws IOException {
    change.accept(
        served(TestingCatalogue.YAML + "  - { workload: shop/db, demand: demand } # new\n"));
    change.throwIfHappened();
    assertEquals(0, stops.get());
  }

  @Test
  void a_dead_controller_is_told_once_and_ends_nothing() throws IOException {
    Path copy = served(TestingCatalogue.YAML).copy();
    var old = new RemoteCatalogue.Fetched(copy, false, Optional.of("it is down"));
    change.accept(old);
    change.accept(old);
    assertEquals("warning: it is down", said.toString().strip());
    assertEquals(0, stops.get());
  }

  @Test
  void another_log_counts_only_where_logs_land() throws IOException {
    String log = TestingCatalogue.YAML + "logs: [ { name: web, logql: '{app=\"web\"}' } ]\n";
    change.accept(served(log));
    assertEquals(0, stops.get());
    new CatalogueChange(TestingCatalogue.YAML, true, new PrintStream(said), stops::incrementAndGet)
        .accept(served(log));
    assertEquals(1, stops.get());
  }

  private RemoteCatalogue.Fetched served(String yaml) throws IOException {
    Path copy = Files.writeString(folder.resolve("copy.yaml"), yaml);
    return new RemoteCatalogue.Fetched(copy, true, Optional.empty());
  }
}

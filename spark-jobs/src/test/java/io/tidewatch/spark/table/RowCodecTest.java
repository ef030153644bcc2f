package io.tidewatch.spark.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidewatch.table.Column;
import io.tidewatch.table.ColumnType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class RowCodecTest {
  private static final StructType SCHEMA =
      SparkTypes.schema(
          List.of(
              Column.of("known_at", ColumnType.TIMESTAMP),
              Column.of("vector", ColumnType.DOUBLE_ARRAY),
              Column.optional("note", ColumnType.STRING),
              Column.of("steps", ColumnType.LONG)));

  /** Its components have another order than the columns. */
  record Example(long steps, Optional<String> note, double[] vector, Instant knownAt) {}

  record Stranger(String name) {}

  @Test
  void a_record_comes_back_from_its_row() {
    Instant time = Instant.parse("2026-11-24T16:00:00.123456Z");
    Example example = new Example(7, Optional.empty(), new double[] {1, -0.0}, time);
    RowCodec<Example> codec = RowCodec.of(Example.class, SCHEMA);
    Row row = codec.row(example);
    StructType narrow =
        new StructType()
            .add(SCHEMA.apply("steps"))
            .add(SCHEMA.apply("note"))
            .add(SCHEMA.apply("vector"))
            .add(SCHEMA.apply("known_at"));
    Object[] cells = {
      row.get(0), row.get(1), scala.collection.mutable.ArraySeq.make(row.get(2)), row.get(3)
    };
    Example back = codec.value(new GenericRowWithSchema(cells, narrow));
    assertEquals(example.steps(), back.steps());
    assertEquals(example.note(), back.note());
    assertEquals(example.knownAt(), back.knownAt());
    assertArrayEquals(example.vector(), back.vector());
  }

  @Test
  void a_record_with_a_component_that_is_no_column_is_refused_at_once() {
    assertThrows(IllegalArgumentException.class, () -> RowCodec.of(Stranger.class, SCHEMA));
  }

  @Test
  void a_missing_cell_is_refused_where_the_record_needs_one() {
    RowCodec<Example> codec = RowCodec.of(Example.class, SCHEMA);
    Row row = new GenericRowWithSchema(new Object[] {null, null, null, null}, SCHEMA);
    assertThrows(NullPointerException.class, () -> codec.value(row));
  }
}

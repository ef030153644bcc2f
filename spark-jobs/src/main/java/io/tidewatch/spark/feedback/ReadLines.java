package io.tidewatch.spark.feedback;

import io.tidewatch.domain.DecisionLine;
import io.tidewatch.domain.DecisionRecord;
import io.tidewatch.domain.UserException;
import io.tidewatch.spark.table.RowCodec;
import io.tidewatch.spark.table.SparkTypes;
import io.tidewatch.table.Tables;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Reads decision lines on the executors. A line that is none becomes a row with its {@link
 * #PROBLEM} and nothing else; one of a newer format is told apart, because it must not be skipped.
 */
final class ReadLines implements MapPartitionsFunction<Row, Row> {
  static final String LINE = "line";
  static final String PROBLEM = "problem";
  static final String NEWER = "newer";

  private static final long serialVersionUID = 1L;

  /** The columns of a decision, its line, and what is wrong with that. */
  static StructType schema() {
    StructType schema = new StructType();
    for (StructField field : SparkTypes.schema(Tables.DECISIONS).fields()) {
      schema = schema.add(field.name(), field.dataType(), true);
    }
    return schema
        .add(LINE, DataTypes.StringType, false)
        .add(PROBLEM, DataTypes.StringType, true)
        .add(NEWER, DataTypes.BooleanType, false);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> lines) {
    RowCodec<DecisionRow> codec =
        RowCodec.of(DecisionRow.class, SparkTypes.schema(Tables.DECISIONS));
    Iterable<Row> all = () -> lines;
    return StreamSupport.stream(all.spliterator(), false).map(row -> read(codec, row)).iterator();
  }

  /** The predictions in the lines of some decisions. */
  static Iterator<Row> predictions(Iterator<Row> decisions) {
    RowCodec<PredictionRow> codec =
        RowCodec.of(PredictionRow.class, SparkTypes.schema(Tables.PREDICTIONS));
    Iterable<Row> all = () -> decisions;
    return StreamSupport.stream(all.spliterator(), false)
        .flatMap(
            row ->
                PredictionRow.of(DecisionLine.read(row.<String>getAs(LINE)), knownAt(row)).stream())
        .map(codec::row)
        .iterator();
  }

  private static Row read(RowCodec<DecisionRow> codec, Row row) {
    String line = row.getAs(LINE);
    try {
      DecisionRecord decision = DecisionLine.read(line);
      boolean full = line.startsWith("{\"event\":\"" + DecisionLine.FULL);
      Optional<String> record = full ? Optional.of(line) : Optional.empty();
      return with(codec.row(DecisionRow.of(decision, record, knownAt(row))), line, null, false);
    } catch (UserException newer) {
      return with(RowFactory.create(nothing()), line, newer.reason(), true);
    } catch (IllegalArgumentException malformed) {
      return with(RowFactory.create(nothing()), line, malformed.getMessage(), false);
    }
  }

  private static Object[] nothing() {
    return new Object[Tables.DECISIONS.columns().size()];
  }

  private static Row with(Row decision, Object... more) {
    Stream<Object> cells =
        Stream.concat(
            IntStream.range(0, decision.size()).mapToObj(decision::get), Arrays.stream(more));
    return RowFactory.create(cells.toArray());
  }

  private static Instant knownAt(Row row) {
    return row.getTimestamp(row.fieldIndex("known_at")).toInstant();
  }
}

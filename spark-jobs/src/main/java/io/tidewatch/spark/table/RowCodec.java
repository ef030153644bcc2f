package io.tidewatch.spark.table;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The one bridge between records and rows, because Spark's bean encoders cannot read records.
 *
 * <p>A component {@code knownAt} is the column {@code known_at}. Components are strings, numbers,
 * booleans, {@link Instant}, {@link LocalDate}, {@code double[]}, or an {@link Optional} of those.
 */
public final class RowCodec<R extends Record> {
  private final StructType schema;
  private final Constructor<R> constructor;
  private final RecordComponent[] components;
  private final String[] columns;

  private RowCodec(Class<R> type, StructType schema) {
    this.schema = schema;
    this.components = type.getRecordComponents();
    this.columns =
        Arrays.stream(components)
            .map(RecordComponent::getName)
            .map(RowCodec::columnName)
            .toArray(String[]::new);
    this.constructor = canonicalConstructor(type, components);
    for (String column : columns) {
      schema.fieldIndex(column);
    }
  }

  /** A codec for a record whose components are all columns of a schema. */
  public static <R extends Record> RowCodec<R> of(Class<R> type, StructType schema) {
    return new RowCodec<>(type, schema);
  }

  /** The rows of some records, with the columns of this codec's record only. */
  public Dataset<Row> rows(SparkSession spark, List<R> records) {
    StructType narrow = new StructType();
    for (String column : columns) {
      narrow = narrow.add(schema.apply(column));
    }
    return spark.createDataFrame(records.stream().map(this::row).toList(), narrow);
  }

  /** The row of a record. */
  public Row row(R value) {
    Object[] cells = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      cells[i] = cell(invoke(components[i], value));
    }
    return RowFactory.create(cells);
  }

  /** The record of a row, which may have more columns than the record. */
  public R value(Row row) {
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      arguments[i] = argument(row.get(row.fieldIndex(columns[i])), components[i].getType());
    }
    try {
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("row does not fit the record: " + row, impossible);
    }
  }

  private static String columnName(String component) {
    return component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static Object cell(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(RowCodec::cell).orElse(null);
    }
    if (value instanceof Instant instant) {
      return Timestamp.from(instant);
    }
    if (value instanceof LocalDate date) {
      return Date.valueOf(date);
    }
    return value;
  }

  private static Object argument(Object cell, Class<?> type) {
    if (type == Optional.class) {
      return Optional.ofNullable(cell).map(found -> argument(found, Object.class));
    }
    Objects.requireNonNull(cell, "a column is null whose component is not an Optional");
    if (cell instanceof Timestamp timestamp) {
      return timestamp.toInstant();
    }
    if (cell instanceof Date date) {
      return date.toLocalDate();
    }
    if (cell instanceof scala.collection.Seq<?> sequence) {
      return doubles(sequence);
    }
    return cell;
  }

  private static double[] doubles(scala.collection.Seq<?> sequence) {
    double[] values = new double[sequence.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (Double) sequence.apply(i);
    }
    return values;
  }

  private static Object invoke(RecordComponent component, Record value) {
    try {
      return component.getAccessor().invoke(value);
    } catch (IllegalAccessException | InvocationTargetException impossible) {
      throw new IllegalStateException("cannot read " + component, impossible);
    }
  }

  private static <R> Constructor<R> canonicalConstructor(
      Class<R> type, RecordComponent[] components) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      Arrays.stream(components).forEach(component -> component.getAccessor().setAccessible(true));
      return constructor;
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException("a record has its constructor: " + type, impossible);
    }
  }
}

package io.tidewatch.spark.collect;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The source {@code spark.readStream().format("prometheus")}: what the queries of a catalogue have
 * measured, step by step, with a row for each value and for each gap; {@code spark.read()} gives
 * the same of the ranges that the option {@code ranges} names.
 *
 * @see PrometheusOptions
 * @see SliceSchema
 */
public final class PrometheusSource implements TableProvider, DataSourceRegister {
  @Override
  public String shortName() {
    return "prometheus";
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return SliceSchema.SCHEMA;
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new QueriesTable();
  }

  private static final class QueriesTable implements SupportsRead {
    @Override
    public String name() {
      return "prometheus";
    }

    @Override
    @SuppressWarnings("deprecation") // columns() defaults to this
    public StructType schema() {
      return SliceSchema.SCHEMA;
    }

    @Override
    public Set<TableCapability> capabilities() {
      return Set.of(TableCapability.MICRO_BATCH_READ, TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      PrometheusOptions.of(options);
      return () -> new QueriesScan(options);
    }
  }

  private record QueriesScan(CaseInsensitiveStringMap options) implements Scan {
    @Override
    public StructType readSchema() {
      return SliceSchema.SCHEMA;
    }

    @Override
    public String description() {
      return "prometheus " + options.get("url");
    }

    @Override
    public Batch toBatch() {
      PrometheusOptions parsed = PrometheusOptions.of(options);
      return new PrometheusBatch(
          parsed,
          options.asCaseSensitiveMap(),
          PrometheusOptions.ranges(options),
          Clock.systemUTC());
    }

    @Override
    public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
      return PrometheusStream.of(options);
    }
  }
}

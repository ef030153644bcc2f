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

/** What the sources share: how Spark asks for a stream of steps, or once for ranges of steps. */
abstract class StepSourceProvider implements TableProvider, DataSourceRegister {
  private final SteppedSource source;

  StepSourceProvider(SteppedSource source) {
    this.source = source;
  }

  @Override
  public String shortName() {
    return source.format();
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return source.schema();
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new StepTable(source);
  }

  private record StepTable(SteppedSource source) implements SupportsRead {
    @Override
    public String name() {
      return source.format();
    }

    @Override
    @SuppressWarnings("deprecation") // columns() defaults to this
    public StructType schema() {
      return source.schema();
    }

    @Override
    public Set<TableCapability> capabilities() {
      return Set.of(TableCapability.MICRO_BATCH_READ, TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      // So that a bad option is told at once.
      source.open(options);
      return () -> new StepScan(source, options);
    }
  }

  private record StepScan(SteppedSource source, CaseInsensitiveStringMap options) implements Scan {
    @Override
    public StructType readSchema() {
      return source.schema();
    }

    @Override
    public String description() {
      return source.format() + " " + options.get("url");
    }

    @Override
    public Batch toBatch() {
      return new RangesBatch(
          source.open(options),
          options.asCaseSensitiveMap(),
          RawOptions.ranges(source.format(), options),
          Clock.systemUTC());
    }

    @Override
    public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
      return new StepStream(source.open(options), options.asCaseSensitiveMap(), Clock.systemUTC());
    }
  }
}

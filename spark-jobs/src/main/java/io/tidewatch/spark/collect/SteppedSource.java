package io.tidewatch.spark.collect;

import java.util.function.Function;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The kinds of servers that are read step by step. */
enum SteppedSource {
  /** Values of the catalogue's queries. */
  PROMETHEUS("prometheus", SliceSchema.SCHEMA, PrometheusSteps::of),
  /** Lines of the catalogue's logs. */
  LOKI("loki", LineSchema.SCHEMA, LokiSteps::of);

  private final String format;
  private final StructType schema;
  private final Function<CaseInsensitiveStringMap, SteppedServer> server;

  SteppedSource(
      String format, StructType schema, Function<CaseInsensitiveStringMap, SteppedServer> server) {
    this.format = format;
    this.schema = schema;
    this.server = server;
  }

  /** What Spark calls it, and the name of its checkpoint. */
  String format() {
    return format;
  }

  StructType schema() {
    return schema;
  }

  /**
   * The server that options name.
   *
   * @throws io.tidewatch.domain.UserException when an option is missing, unknown or malformed
   */
  SteppedServer open(CaseInsensitiveStringMap options) {
    return server.apply(options);
  }
}

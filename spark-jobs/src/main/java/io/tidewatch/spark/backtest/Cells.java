package io.tidewatch.spark.backtest;

import io.tidewatch.spark.evaluate.ForecastCell;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a forecast cell is written: the field names of the benchmark's protocol. */
final class Cells {
  private Cells() {}

  static Map<String, Object> of(ForecastCell cell) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("trace", cell.workload());
    fields.put("horizon", cell.horizon());
    fields.put("method", cell.method());
    fields.put("wape", cell.wape());
    fields.put("mae", cell.mae());
    fields.put("mase", cell.mase());
    fields.put("pinball90", cell.pinball90());
    fields.put("coverage90", cell.coverage90());
    fields.put("width90", cell.width90());
    fields.put("origins", cell.origins());
    return fields;
  }
}

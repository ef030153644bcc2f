package io.tidewatch.spark.anomaly;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A model in a folder: Spark's metadata, and the lines of {@link ForestText} as Parquet. */
final class ForestStorage {
  private static final String DATA = "/data";
  private static final StructType LINES =
      new StructType()
          .add("number", DataTypes.IntegerType, false)
          .add("line", DataTypes.StringType, false)
          .add("training_rows", DataTypes.LongType, false);

  private ForestStorage() {}

  static final class Writer extends MLWriter {
    private final IsolationForestModel model;

    Writer(IsolationForestModel model) {
      this.model = model;
    }

    @Override
    public void saveImpl(String path) {
      DefaultParamsWriter$.MODULE$.saveMetadata((Params) model, path, sparkSession());
      List<String> lines = ForestText.lines(model.grown());
      List<Row> rows =
          IntStream.range(0, lines.size())
              .mapToObj(i -> RowFactory.create(i, lines.get(i), model.rows()))
              .toList();
      sparkSession().createDataFrame(rows, LINES).coalesce(1).write().parquet(path + DATA);
    }
  }

  static final class Reader extends MLReader<IsolationForestModel> {
    @Override
    public IsolationForestModel load(String path) {
      DefaultParamsReader.Metadata metadata =
          DefaultParamsReader$.MODULE$.loadMetadata(
              path, sparkSession(), IsolationForestModel.class.getName());
      List<Row> rows = sparkSession().read().parquet(path + DATA).orderBy("number").collectAsList();
      GrownForest grown = ForestText.parse(rows.stream().map(row -> row.getString(1)).toList());
      long trained = rows.get(0).getLong(2);
      IsolationForestModel model = new IsolationForestModel(metadata.uid(), grown, trained);
      metadata.getAndSetParams(model, metadata.getAndSetParams$default$2());
      return model;
    }
  }
}

package io.tidewatch.spark.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import io.tidewatch.spark.SparkSessions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The estimator and its model on the real Spark. */
class IsolationForestIT {
  private static final StructType SCHEMA =
      new StructType().add("key", DataTypes.StringType).add("features", SQLDataTypes.VectorType());

  @TempDir static Path folder;

  @Test
  void the_forest_is_the_same_on_any_number_of_cores_and_partitions() throws Exception {
    List<Row> rows = rows(20_000);
    Set<String> digests = new HashSet<>();
    for (String master : List.of("local[1]", "local[2]")) {
      try (SparkSession spark = session(master)) {
        for (int partitions : new int[] {1, 3, 8}) {
          digests.add(small().fit(data(spark, rows).repartition(partitions)).digest());
        }
        List<Row> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(3));
        digests.add(small().fit(data(spark, shuffled).coalesce(2)).digest());
      }
    }
    assertEquals(1, digests.size(), "" + digests);
  }

  @Test
  void a_model_scores_names_the_reason_and_survives_being_stored() throws Exception {
    try (SparkSession spark = session("local[2]")) {
      IsolationForest estimator = new IsolationForest().with("contamination", 0.01);
      IsolationForestModel model = estimator.fit(data(spark, rows(3_000)));
      assertEquals(3_000, model.rows());
      Dataset<Row> strange = data(spark, List.of(RowFactory.create("x", Vectors.dense(20, 500, 60))));
      Row answer = model.transform(strange).first();
      assertTrue(answer.<Double>getAs(ForestParams.SCORE) > 0.6, answer.toString());
      assertTrue(answer.<Boolean>getAs(ForestParams.IS_ANOMALY));
      Row first = answer.<Row>getList(answer.fieldIndex(ForestParams.ATTRIBUTION)).get(0);
      assertEquals(1, first.<Integer>getAs("feature"));
      assertEquals("high", first.getAs("direction"));

      String path = folder.resolve("model").toString();
      model.save(path);
      IsolationForestModel read = IsolationForestModel.load(path);
      assertEquals(model.digest(), read.digest());
      assertEquals(answer, read.transform(strange).first());
      assertEquals(answer, read.copy(new ParamMap()).transform(strange).first());

      String blueprint = folder.resolve("estimator").toString();
      estimator.save(blueprint);
      IsolationForest again = IsolationForest.load(blueprint);
      assertEquals(0.01, (Double) again.getOrDefault(again.getParam("contamination")));
      assertEquals(model.digest(), again.fit(data(spark, rows(3_000))).digest());
    }
  }

  @Test
  void what_cannot_be_used_is_refused_with_the_reason() throws Exception {
    try (SparkSession spark = session("local[2]")) {
      Dataset<Row> unknown =
          data(
              spark,
              List.of(
                  RowFactory.create("a", Vectors.dense(1, 2)),
                  RowFactory.create("b", Vectors.dense(1, Double.NaN))));
      assertRefused("row b: feature 1 is NaN", () -> new IsolationForest().fit(unknown));
      assertRefused("0", () -> new IsolationForest().fit(data(spark, List.of())));
      assertRefused(
          "trees is 0", () -> new IsolationForest().with("trees", 0).transformSchema(SCHEMA));
      assertRefused("the columns are", () -> new IsolationForest().fit(unknown.drop("key")));
      IsolationForestModel model = new IsolationForest().fit(data(spark, rows(500)));
      assertRefused("scored", () -> model.transformSchema(model.transformSchema(SCHEMA)));
      assertFalse(List.of(SCHEMA.fieldNames()).contains(ForestParams.SCORE));
    }
  }

  private static void assertRefused(String reason, Runnable work) {
    UserException refused = assertThrows(UserException.class, work::run);
    assertTrue(refused.reason().contains(reason), refused.getMessage());
  }

  private static IsolationForest small() {
    return new IsolationForest().with("trees", 20).with("samples", 64);
  }

  private static List<Row> rows(int count) {
    List<float[]> values = TestingRows.normal(count, 3, 1);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] v = values.get(i);
      rows.add(RowFactory.create("row-" + i, Vectors.dense(v[0], v[1], v[2])));
    }
    return rows;
  }

  private static Dataset<Row> data(SparkSession spark, List<Row> rows) {
    return spark.createDataFrame(rows, SCHEMA);
  }

  private static SparkSession session(String master) {
    String before = System.getProperty("spark.master", "");
    System.setProperty("spark.master", master);
    try {
      return SparkSessions.open(folder.resolve("tmp"));
    } finally {
      if (before.isEmpty()) {
        System.clearProperty("spark.master");
      } else {
        System.setProperty("spark.master", before);
      }
    }
  }
}

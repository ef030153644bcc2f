package io.tidewatch.spark.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.mlflow.PolicyModel;
import io.tidewatch.mlflow.PolicyModel.Estimate;
import io.tidewatch.mlflow.PolicyModel.Tried;
import io.tidewatch.mlflow.PolicyModel.WorkloadPolicy;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.gate.PromotionLedger;
import io.tidewatch.spark.optimize.OptimizeCommand;
import io.tidewatch.spark.table.SparkTypes;
import io.tidewatch.table.Tables;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import picocli.CommandLine;

/** The verb optimize on a store whose forecast has a champion. */
record OptimizedStore(JobContext context, ModelRegistry registry, URI mlflow, Path catalogue) {
  private static final Instant START = Instant.parse("2026-11-03T00:00:00Z");
  private static final int STEPS = 2_880;

  void learns_parameters_and_sizes_once() {
    landPods();
    optimize();
    optimize();
    assertEquals(1, registry.versions(PolicyModel.KIND).size(), "the same job registers once");
    assertEquals(2, context.store().read(Tables.POLICY_PARAMETERS).count());
    assertEquals(1, new PromotionLedger(context).of(PolicyModel.KIND).rows().size());
    ModelVersion champion =
        registry.byAlias(PolicyModel.KIND, ModelRegistry.CHAMPION).orElseThrow();
    PolicyModel model =
        PolicyModel.of(registry.download(champion, catalogue.resolveSibling("policy")));
    assertEquals("1", model.forecast());
    replayed(model.of("shop/web").orElseThrow());
    sized(model.of("shop/web").orElseThrow().size());
    assertEquals(
        "there is no sample of CPU",
        model.of("shop/api").orElseThrow().size().missing().get("cpu"));
    Row row = context.store().read(Tables.POLICY_PARAMETERS).where("workload = 'shop/api'").first();
    assertTrue(row.isNullAt(row.fieldIndex("cpu_target")));
    assertTrue(row.<Double>getAs("pod_hours") > 0, row.toString());
  }

  private static void replayed(WorkloadPolicy web) {
    assertTrue(web.tried().size() >= 5, "kappas: " + web.tried().size());
    assertTrue(web.trustedShare() > 0.5, "trusted " + web.trustedShare());
    Optional<Tried> own =
        web.tried().stream().filter(tried -> tried.kappa() == web.kappa()).findFirst();
    assertTrue(own.isPresent(), "its kappa is one that was tried: " + web.kappa());
    // 30 % of four days, less the minutes in which no forecast reaches its truth.
    assertTrue(web.minutes() > 1_700 && web.minutes() <= 1_728, "minutes " + web.minutes());
  }

  private static void sized(PolicyModel.Size size) {
    Estimate cpu = size.needs().get("cpu");
    Estimate memory = size.needs().get("memory");
    assertTrue(cpu.target() >= 0.5 * 1.15 && cpu.target() < 0.65, "cpu " + cpu);
    assertTrue(memory.target() >= 4e8 && memory.target() < 5.5e8, "memory " + memory);
    assertEquals(2 * STEPS, cpu.samples(), "a value that was repaired counts once");
    assertFalse(size.heap().containsKey("max"));
    assertEquals(2e8, size.heap().get("live"));
  }

  private void optimize() {
    OptimizeCommand verb = new OptimizeCommand();
    new CommandLine(verb).parseArgs("--catalogue=" + catalogue, "--mlflow=" + mlflow);
    verb.run(context);
  }

  private void landPods() {
    List<Row> rows = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      for (String pod : List.of("web-1", "web-2")) {
        rows.add(row(pod, "cpu_usage", step, 0.5, 30));
        rows.add(row(pod, "memory_working_set", step, 4e8, 30));
        rows.add(row(pod, "heap_after_gc", step, 2e8, 30));
      }
    }
    rows.add(row("web-1", "cpu_usage", 7, 0.4, 3_600));
    context
        .store()
        .append(
            Tables.METRICS,
            context.spark().createDataFrame(rows, SparkTypes.schema(Tables.METRICS)));
  }

  private static Row row(String pod, String metric, int step, double value, int delay) {
    Instant ts = START.plusSeconds(60L * step);
    return RowFactory.create(
        "shop",
        "Deployment",
        "web",
        pod,
        metric,
        Timestamp.from(ts),
        value,
        Timestamp.from(ts.plusSeconds(delay)),
        true,
        Date.valueOf(ts.atOffset(ZoneOffset.UTC).toLocalDate()));
  }
}

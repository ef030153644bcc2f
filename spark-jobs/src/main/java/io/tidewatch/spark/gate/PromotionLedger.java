package io.tidewatch.spark.gate;

import io.delta.exceptions.ConcurrentTransactionException;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.table.Role;
import io.tidewatch.spark.table.RowCodec;
import io.tidewatch.spark.table.SparkTypes;
import io.tidewatch.spark.table.WriteId;
import io.tidewatch.table.Tables;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.functions;

/** The table promotions: each event lands in it once, however often a job is run again. */
public final class PromotionLedger {
  private final JobContext context;
  private final RowCodec<Promotion> codec =
      RowCodec.of(Promotion.class, SparkTypes.schema(Tables.PROMOTIONS));

  /** The ledger of a store. */
  public PromotionLedger(JobContext context) {
    this.context = context;
  }

  /** What is recorded of a model. */
  public PromotionHistory of(String model) {
    if (!context.store().exists(Tables.PROMOTIONS)) {
      return new PromotionHistory(List.of());
    }
    return new PromotionHistory(
        context
            .store()
            .read(Tables.PROMOTIONS)
            .where(functions.col("model").equalTo(model))
            .collectAsList()
            .stream()
            .map(codec::value)
            .toList());
  }

  /** Looks and moves without another job moving in between. */
  <T> T alone(Supplier<T> work) {
    return context.store().exclusively(Role.PROMOTION, work);
  }

  void record(Promotion event) {
    WriteId once = new WriteId("promotions/" + event.id(), 0);
    try {
      context.store().append(Tables.PROMOTIONS, codec.rows(context.spark(), List.of(event)), once);
    } catch (ConcurrentTransactionException recordedByAnother) {
      // Two jobs saw the same event; the row of the other is this one.
      context.progress().println("the event " + event.id() + " is recorded already");
    }
  }
}

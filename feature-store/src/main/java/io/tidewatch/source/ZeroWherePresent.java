package io.tidewatch.source;

import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.QuerySpec.LabelNames;
import io.tidewatch.domain.WorkloadId;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes {@code absent: zero} a part of the query: {@code (Q) or on (namespace, workload) 0 × P},
 * where P is a query that has a sample for whom is observed.
 *
 * <p>So the server decides step by step, with one clock and one look-back for both: a value of Q
 * wins, also one that is not a number; without it a sample of P makes zero; without either the step
 * is unknown; and if Q fails, or P does, or the answer is partial, all of it is a gap. Ingest,
 * serving and the controller ask the same words and therefore see the same zeros. The series of
 * zeros carry {@link QuerySpec#ABSENT_LABEL}.
 */
final class ZeroWherePresent {
  private ZeroWherePresent() {}

  /** The query, answered with zero where it has no value and one of the others has a sample. */
  static QuerySpec fill(QuerySpec query, List<QuerySpec> present) {
    if (present.isEmpty()) {
      return query;
    }
    StringBuilder promql = new StringBuilder("(" + query.promql() + "\n)");
    for (QuerySpec one : present) {
      promql.append(" or on (").append(String.join(", ", matched(query))).append(") ");
      promql.append(zeros(query, one));
    }
    return query.withPromql(promql.toString());
  }

  // Not by kind: some series have none, and a zero beside a value would be worse than no zero.
  private static List<String> matched(QuerySpec query) {
    List<String> labels = new ArrayList<>();
    if (query.workload().isEmpty()) {
      labels.add(query.labels().namespace());
      labels.add(query.labels().workload());
    }
    if (query.level() == QuerySpec.Level.POD) {
      labels.add(query.labels().pod());
    }
    return labels;
  }

  private static String zeros(QuerySpec query, QuerySpec present) {
    LabelNames to = query.labels();
    String mapped = mapped("(" + present.promql() + "\n)", present, to);
    String by = to.namespace() + ", " + to.workload() + ", " + to.kind();
    if (query.level() == QuerySpec.Level.POD) {
      by += ", " + to.pod();
    }
    String one = "max by (" + by + ") (" + mapped + ")";
    if (query.workload().isPresent()) {
      String on = " and on (" + to.namespace() + ", " + to.workload() + ") ";
      one = "(" + one + on + named("vector(1)", query.workload().get(), to) + ")";
    }
    return set("0 * " + one, QuerySpec.ABSENT_LABEL, "zero");
  }

  private static String mapped(String vector, QuerySpec present, LabelNames to) {
    LabelNames from = present.labels();
    if (present.workload().isPresent()) {
      return renamed(named(vector, present.workload().get(), to), from.pod(), to.pod());
    }
    String mapped = renamed(vector, from.namespace(), to.namespace());
    mapped = renamed(mapped, from.workload(), to.workload());
    mapped = renamed(mapped, from.kind(), to.kind());
    return renamed(mapped, from.pod(), to.pod());
  }

  private static String named(String vector, WorkloadId workload, LabelNames to) {
    String named = set(vector, to.namespace(), workload.namespace());
    return set(set(named, to.workload(), workload.name()), to.kind(), workload.kind());
  }

  private static String renamed(String vector, String from, String to) {
    return from.equals(to)
        ? vector
        : "label_replace(" + vector + ", \"" + to + "\", \"$1\", \"" + from + "\", \"(.+)\")";
  }

  private static String set(String vector, String label, String value) {
    return "label_replace(" + vector + ", \"" + label + "\", \"" + value + "\", \"\", \"\")";
  }
}

package io.tidewatch.serving.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.policy.size.Needs;
import io.tidewatch.policy.size.RightSize;
import io.tidewatch.serving.model.LoadedPolicy;
import io.tidewatch.serving.model.ModelSlot;
import io.tidewatch.serving.optimize.Learned;
import io.tidewatch.serving.optimize.PresentResources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/**
 * {@code POST /optimize/resources}: the right size of a workload's pods, and the parameters by
 * which it should decide, with what speaks for them; {@code GET /optimize/parameters}: those of all
 * workloads.
 */
final class OptimizeHandler {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private final JsonBody body;
  private final AnswerBook book;
  private final Catalogue catalogue;
  private final ModelSlot<LoadedPolicy> slot;
  private final PresentResources present;
  private final DoubleConsumer seconds;

  OptimizeHandler(
      HttpApi.Optimizer optimizer, AnswerBook book, HttpLimits limits, DoubleConsumer seconds) {
    this.body =
        new JsonBody(
            limits,
            "send fewer pods, or fewer days of each",
            "{\"workload\":\"shop/web\",\"history\":[{\"cpu\":[0.2, …],\"memory\":[3e8, …]}]}");
    this.book = book;
    this.catalogue = optimizer.catalogue();
    this.slot = optimizer.policies().slot();
    this.present = optimizer.present();
    this.seconds = seconds;
  }

  /** Answers for the workload of the body, or the only one there is. */
  void optimize(Context ctx) throws IOException {
    byte[] bytes = body.bytes(ctx);
    OptimizeRequest request =
        bytes.length == 0 ? OptimizeRequest.of("") : OptimizeRequest.of(body.parsed(bytes), body);
    String name = request.workload().isEmpty() ? book.only() : request.workload();
    WorkloadSpec spec = catalogue.workload(book.workload(name)).orElseThrow();
    Optional<LoadedPolicy> model = slot.current();
    if (model.isEmpty() && request.history().isEmpty()) {
      throw new ProblemException(
          Problem.of(
              Problem.Kind.NO_MODEL,
              "no policy model has the alias champion: learn one with optimize, or send a history"));
    }
    // Prometheus is asked outside of what is timed.
    PresentResources.Answer now =
        request.history().isEmpty()
            ? present.of(spec.workload())
            : new PresentResources.Answer(request.current(), "the request does not say them");
    long start = System.nanoTime();
    Map<String, Object> answer = answer(spec, model, request, now);
    seconds.accept((System.nanoTime() - start) / 1e9);
    ctx.contentType("application/json").result(MAPPER.writeValueAsBytes(answer));
  }

  /** What every workload of the catalogue should decide by; an empty list without a model. */
  void parameters(Context ctx) throws IOException {
    Map<String, Object> answer = ParametersAnswer.of(catalogue.workloads(), slot.current());
    ctx.contentType("application/json").result(MAPPER.writeValueAsBytes(answer));
  }

  private static Map<String, Object> answer(
      WorkloadSpec spec,
      Optional<LoadedPolicy> model,
      OptimizeRequest request,
      PresentResources.Answer now) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("workload", spec.workload().toString());
    model.ifPresent(its -> answer.put("model", ModelsHandler.describe(its.id())));
    Learned learned = Learned.of(model, spec.workload());
    learned
        .policy()
        .ifPresentOrElse(
            its -> answer.put("policy", OptimizeAnswer.policy(model.orElseThrow().policy(), its)),
            () -> answer.put("policy_missing", learned.missing()));
    List<Map<String, Object>> sizes = new ArrayList<>();
    if (request.history().isEmpty()) {
      model.ifPresent(
          its -> answer.put("seen_until", its.manifest().trainingWindow().to().toString()));
      RightSize size = RightSize.of(learned.needs(), learned.jvm(), now.resources());
      sizes.add(OptimizeAnswer.size("*", size, spec));
    }
    request
        .history()
        .forEach(
            (container, pods) -> {
              Needs needs = Needs.of(pods, request.last());
              RightSize size = RightSize.of(needs, request.jvm(), now.resources());
              sizes.add(OptimizeAnswer.size(container, size, spec));
            });
    answer.put("sizes", sizes);
    if (now.resources().isEmpty()) {
      answer.put("current_missing", now.why());
    }
    return answer;
  }
}

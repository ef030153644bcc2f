package io.tidewatch.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Answers forecasts out of the board in force. */
final class PredictHandler {
  private static final String JSON = "application/json";
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  /** An answer has some 5 kB for each. */
  private static final int MOST = 1_000;

  private final AnswerBook book;
  private final JsonBody body;

  PredictHandler(AnswerBook book, HttpLimits limits) {
    this.book = book;
    this.body =
        new JsonBody(limits, "ask for fewer workloads at once", "{\"workloads\":[\"shop/web\"]}");
  }

  /** {@code GET /predict/traffic[?workload=ns/name]}. */
  void one(Context ctx) {
    ctx.contentType(JSON).result(json(ctx, workload(ctx)));
  }

  /** {@code POST /predict/traffic}: what cannot be forecast does not stop the others. */
  void several(Context ctx) throws IOException {
    Collection<String> workloads = workloads(body.bytes(ctx));
    ByteArrayOutputStream answer = new ByteArrayOutputStream(5_000 * workloads.size() + 100);
    List<Map<String, Object>> errors = new ArrayList<>();
    write(answer, "{\"forecasts\":[");
    String separator = "";
    for (String workload : workloads) {
      try {
        byte[] forecast = json(ctx, workload);
        write(answer, separator);
        answer.write(forecast);
        separator = ",";
      } catch (ProblemException failed) {
        Map<String, Object> members = failed.problem().members();
        // The list of what there is would stand there a thousand times.
        members.remove("known");
        errors.add(members);
      }
    }
    write(answer, "],\"errors\":");
    answer.write(MAPPER.writeValueAsBytes(errors));
    write(answer, "}");
    ctx.contentType(JSON).result(answer.toByteArray());
  }

  private byte[] json(Context ctx, String workload) {
    return "true".equals(ctx.queryParam("shadow"))
        ? book.jsonWithChallenger(workload)
        : book.json(workload);
  }

  private String workload(Context ctx) {
    String workload = ctx.queryParam("workload");
    if (workload != null && !workload.isEmpty()) {
      return workload;
    }
    // What cannot be decoded must not be taken for a request without a workload.
    if (workload == null && ctx.queryString() != null && ctx.queryString().contains("workload")) {
      throw new ProblemException(
          Problem.of(Problem.Kind.MALFORMED_WORKLOAD, "the query is not URL-encoded UTF-8"));
    }
    return book.only();
  }

  private Collection<String> workloads(byte[] bytes) {
    if (bytes.length == 0) {
      return List.of(book.only());
    }
    JsonNode root = body.parsed(bytes);
    JsonNode names = root.path("workloads");
    if (!root.isObject() || (root.size() > (names.isMissingNode() ? 0 : 1))) {
      throw body.malformed("it must be an object whose only key is \"workloads\"");
    }
    if (names.isMissingNode()) {
      return List.of(book.only());
    }
    if (!names.isArray() || names.isEmpty()) {
      throw body.malformed("\"workloads\" must be a list of at least one namespace/name");
    }
    Set<String> workloads = new LinkedHashSet<>();
    for (JsonNode name : names) {
      if (!name.isTextual()) {
        throw body.malformed("\"workloads\" holds " + name + ", which is not a text");
      }
      workloads.add(name.textValue());
    }
    if (workloads.size() > MOST) {
      throw body.malformed(
          "\"workloads\" names %d, more than the %d of one call".formatted(workloads.size(), MOST));
    }
    return workloads;
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}

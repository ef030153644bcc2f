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
  private static final JsonBody BODY =
      new JsonBody("ask for fewer workloads at once", "{\"workloads\":[\"shop/web\"]}");

  private final AnswerBook book;

  PredictHandler(AnswerBook book) {
    this.book = book;
  }

  /** {@code GET /predict/traffic[?workload=ns/name]}. */
  void one(Context ctx) {
    ctx.contentType(JSON).result(json(ctx, workload(ctx)));
  }

  /** {@code POST /predict/traffic}: what cannot be forecast does not stop the others. */
  void several(Context ctx) throws IOException {
    Collection<String> workloads = workloads(BODY.bytes(ctx));
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
        errors.add(failed.problem().members());
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

  private Collection<String> workloads(byte[] body) {
    if (body.length == 0) {
      return List.of(book.only());
    }
    JsonNode root = BODY.parsed(body);
    JsonNode names = root.path("workloads");
    if (!root.isObject() || (root.size() > (names.isMissingNode() ? 0 : 1))) {
      throw BODY.malformed("it must be an object whose only key is \"workloads\"");
    }
    if (names.isMissingNode()) {
      return List.of(book.only());
    }
    if (!names.isArray() || names.isEmpty()) {
      throw BODY.malformed("\"workloads\" must be a list of at least one namespace/name");
    }
    Set<String> workloads = new LinkedHashSet<>();
    for (JsonNode name : names) {
      if (!name.isTextual()) {
        throw BODY.malformed("\"workloads\" holds " + name + ", which is not a text");
      }
      workloads.add(name.textValue());
    }
    return workloads;
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}

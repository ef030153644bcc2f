package io.tidewatch.serving.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Locale;
import java.util.Map;

/** The OpenAPI document as one page of HTML that needs nothing from elsewhere. */
final class DocsPage {
  private static final String HEAD =
      """
      <!doctype html><html lang="en"><head><meta charset="utf-8"><title>%s</title><style>
      body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
      code,pre{font-family:ui-monospace,monospace}table{border-collapse:collapse}
      td,th{padding:.2rem .8rem .2rem 0;text-align:left;vertical-align:top}
      h2{margin-top:2rem}.m{display:inline-block;min-width:3.5rem;color:#06c}
      @media(prefers-color-scheme:dark){body{background:#111;color:#ddd}.m{color:#6af}}
      </style></head><body>
      """;

  private DocsPage() {}

  static String html(String openApi) {
    JsonNode root = parse(openApi);
    StringBuilder page = new StringBuilder();
    String title = root.path("info").path("title").asText();
    page.append(HEAD.formatted(escape(title)));
    page.append("<h1>").append(escape(title)).append("</h1><p>");
    page.append(escape(root.path("info").path("description").asText())).append("</p>");
    page.append("<p>The same for programs: <a href=\"/openapi.yaml\">/openapi.yaml</a></p>");
    root.path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(operation -> operation(page, root, path.getKey(), operation)));
    problems(page);
    return page.append("</body></html>\n").toString();
  }

  private static JsonNode parse(String openApi) {
    try {
      return YAMLMapper.builder().build().readTree(openApi);
    } catch (JsonProcessingException bug) {
      throw new IllegalStateException("openapi.yaml is not valid", bug);
    }
  }

  private static void operation(
      StringBuilder page, JsonNode root, String path, Map.Entry<String, JsonNode> operation) {
    JsonNode what = operation.getValue();
    page.append("<h2><span class=\"m\">")
        .append(operation.getKey().toUpperCase(Locale.ROOT))
        .append("</span><code>")
        .append(escape(path))
        .append("</code></h2><p>")
        .append(escape(what.path("summary").asText()))
        .append("</p><table>");
    for (JsonNode parameter : what.path("parameters")) {
      row(page, "?" + parameter.path("name").asText(), parameter.path("description").asText());
    }
    what.path("responses")
        .properties()
        .forEach(answer -> row(page, answer.getKey(), description(root, answer.getValue())));
    page.append("</table>");
  }

  private static String description(JsonNode root, JsonNode answer) {
    JsonNode meant =
        answer.has("$ref") ? root.at(answer.path("$ref").asText().substring(1)) : answer;
    return meant.path("description").asText();
  }

  private static void problems(StringBuilder page) {
    page.append("<h2>Problems</h2><p>Errors are RFC 9457 documents with these codes.</p><table>");
    for (Problem.Kind kind : Problem.Kind.values()) {
      page.append("<tr id=\"").append(kind.code()).append("\"><td><code>").append(kind.code());
      page.append("</code></td><td>").append(kind.status()).append("</td><td>");
      page.append(escape(kind.title())).append("</td></tr>");
    }
    page.append("</table>");
  }

  private static void row(StringBuilder page, String name, String text) {
    page.append("<tr><td><code>").append(escape(name)).append("</code></td><td>");
    page.append(escape(text)).append("</td></tr>");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}

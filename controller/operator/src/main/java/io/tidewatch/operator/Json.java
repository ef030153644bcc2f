package io.tidewatch.operator;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tidewatch.domain.ForecastPoint;
import io.tidewatch.policy.RecentCounts;
import java.io.IOException;

/** JSON as this process writes it: snake_case keys, ISO times, what is unknown left out. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModules(new Jdk8Module(), new JavaTimeModule(), counts())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .serializationInclusion(JsonInclude.Include.NON_ABSENT)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addMixIn(ForecastPoint.class, AsArray.class)
          .addMixIn(Evidence.class, WithoutChallenger.class)
          .build();

  private Json() {}

  /** Fifteen points are in every full record: their keys would take a quarter of it. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  private interface AsArray {}

  /** The record around the evidence has it already, and 8 KiB for everything. */
  @JsonIgnoreProperties("challenger")
  private interface WithoutChallenger {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ObjectNode of(Object value) {
    return MAPPER.valueToTree(value);
  }

  static JsonNode parse(String text) throws JsonProcessingException {
    return MAPPER.readTree(text);
  }

  static <T> T read(JsonNode node, Class<T> type) {
    return MAPPER.convertValue(node, type);
  }

  private static SimpleModule counts() {
    return new SimpleModule()
        .addSerializer(RecentCounts.class, new CountsWriter())
        .addDeserializer(RecentCounts.class, new CountsReader());
  }

  private static final class CountsWriter extends StdSerializer<RecentCounts> {
    CountsWriter() {
      super(RecentCounts.class);
    }

    @Override
    public void serialize(RecentCounts counts, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      int[] values = counts.toArray();
      out.writeArray(values, 0, values.length);
    }
  }

  private static final class CountsReader extends StdDeserializer<RecentCounts> {
    CountsReader() {
      super(RecentCounts.class);
    }

    @Override
    public RecentCounts deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      return RecentCounts.of(in.readValueAs(int[].class));
    }
  }
}

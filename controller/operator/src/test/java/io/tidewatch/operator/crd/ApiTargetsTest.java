package io.tidewatch.operator.crd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiTargetsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"replicas\":4,\"updatedReplicas\":4}                          | false",
        "{\"replicas\":5,\"updatedReplicas\":1}                          | true",
        "{\"replicas\":9,\"updatedReplicas\":9,\"unavailableReplicas\":5} | false",
        "{\"replicas\":3,\"currentRevision\":\"a\",\"updateRevision\":\"b\"} | true",
        "{\"replicas\":3,\"currentRevision\":\"a\",\"updateRevision\":\"a\"} | false",
        "{\"replicas\":3}                                                | false",
        "{}                                                              | false"
      })
  void pods_of_an_older_version_make_a_rollout_and_a_growing_count_none(
      String status, boolean rolling) throws JsonProcessingException {
    assertEquals(rolling, ApiTargets.rolling(new ObjectMapper().readTree(status)));
  }
}

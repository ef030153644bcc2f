package io.tidewatch.demo.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of a real kubectl, as recorded. */
class RefusalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Error from server (NotFound): the server could not find the requested resource"
            + " | takes no faults | DEMO_FAULTS=enabled",
        "Error from server (ServiceUnavailable): error trying to reach service: dial tcp"
            + " 10.244.1.2:8081: connect: connection refused | cannot be reached | 8081",
        "Error from server (Forbidden): pods \"b\" is forbidden: User \"joe\" cannot get resource"
            + " \"pods/proxy\" in API group \"\" | not allowed | pods/proxy",
        "The connection to the server localhost:8080 was refused - did you specify the right host"
            + " or port? | no cluster answers | --kubeconfig",
        "Unable to connect to the server: dial tcp 10.0.0.1:443: i/o timeout"
            + " | no cluster answers | --kubeconfig",
        "Error from server (NotFound): pods \"nobody\" not found"
            + " | there is no b in namespace shop | --namespace",
        "Error from server (BadRequest): seconds must be from 1 to 86400 | refuses | words"
      })
  void everyRefusalSaysWhatIsWrongAndWhatToDo(String said, String problem, String remedy) {
    String message = new Refusal("shop", "b").explain(said).getMessage();
    assertTrue(message.lines().findFirst().orElseThrow().contains(problem), message);
    String last = message.substring(message.indexOf("Remedy:"));
    assertTrue(last.contains(remedy), message);
  }
}

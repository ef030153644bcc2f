package io.tidewatch.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

@Lab(LabSize.API)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LabIT {
  private final List<String> earlier = new ArrayList<>();
  private LabNamespace ofTheClass;

  @BeforeAll
  void remember(LabNamespace namespace) {
    ofTheClass = namespace;
  }

  @Test
  @Order(1)
  void aTestGetsANamespaceOfItsOwn(LabNamespace namespace) {
    assertNotEquals(ofTheClass.name(), namespace.name());
    namespace.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: note}, data: {a: b}}");
    assertEquals("b", namespace.kubectl("get", "configmap", "note", "-o", "jsonpath={.data.a}"));
    earlier.add(namespace.name());
  }

  @Test
  @Order(2)
  void theNextTestFindsNothingOfTheOneBefore(LabNamespace namespace) {
    assertEquals("", namespace.kubectl("get", "configmaps", "-o", "name"));
    for (String name : earlier) {
      CommandOutput output = namespace.tryKubectl("get", "namespace", name);
      assertFalse(output.ok());
      assertTrue(output.err().contains("NotFound"), output.err());
    }
  }

  @Test
  @Order(3)
  void theKubeconfigPointsIntoTheNamespace(LabNamespace namespace) {
    assertTrue(Files.isRegularFile(namespace.kubeconfig()));
    assertEquals(
        namespace.name(),
        namespace.kubectl(
            "--kubeconfig",
            namespace.kubeconfig().toString(),
            "config",
            "view",
            "--minify",
            "-o",
            "jsonpath={..namespace}"));
  }

  @Test
  @Order(4)
  void aCommandThatFailsSaysWhy(LabNamespace namespace) {
    CommandOutput output = namespace.tryKubectl("get", "pod", "nobody");
    assertEquals(1, output.exitCode());
    assertTrue(output.err().contains("\"nobody\" not found"), output.err());
  }
}

package io.tidewatch.lab;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Starts the lab once per JVM, skips where none can run, hands out namespaces. */
final class LabExtension implements ExecutionCondition, BeforeAllCallback, ParameterResolver {
  private static final Namespace STORE = Namespace.create(LabExtension.class);

  /** A condition, not a failed assumption: whole classes are then counted as skipped. */
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestMethod().isPresent()) {
      return ConditionEvaluationResult.enabled("its class is");
    }
    return start(context).condition();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    start(context).requireUp();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LabNamespace.class;
  }

  @Override
  public LabNamespace resolveParameter(ParameterContext parameter, ExtensionContext context) {
    TestLab lab = lab(context).orElseThrow();
    // the key holds the context: a store shows its parents' values too
    return context
        .getStore(STORE)
        .getOrComputeIfAbsent(
            context.getUniqueId(),
            key -> new NamespaceLife(lab, context.getRequiredTestClass(), System.err::println),
            NamespaceLife.class)
        .namespace();
  }

  private static LabStart start(ExtensionContext context) {
    LabSize size = sizeFor(context);
    return lab(context)
        .map(lab -> lab.start(size))
        .orElseGet(
            () ->
                new LabStart.CannotRun(
                    "no folder above " + Path.of("").toAbsolutePath() + " has deploy/lab/cluster"));
  }

  private static LabSize sizeFor(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(
            context.getRequiredTestClass(), Lab.class, context.getEnclosingTestClasses())
        .orElseThrow()
        .value();
  }

  /** One for all classes of this JVM: JUnit closes what is in its root store at the very end. */
  private static Optional<TestLab> lab(ExtensionContext context) {
    return LabSettings.around(Path.of(""), System.getenv())
        .map(
            settings ->
                context
                    .getRoot()
                    .getStore(STORE)
                    .getOrComputeIfAbsent(
                        TestLab.class,
                        key -> new TestLab(settings, System.err::println),
                        TestLab.class));
  }
}

package io.tidewatch.local;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The rules of docs/decisions/0001-modules.md over every class of every module. Class paths alone
 * cannot hold them: Maven sees modules, these see packages.
 */
@AnalyzeClasses(packages = "io.tidewatch", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] PURE = {
    "io.tidewatch.domain..",
    "io.tidewatch.feature..",
    "io.tidewatch.evaluate..",
    "io.tidewatch.policy.."
  };
  private static final String[] FEATURE_STORE = {
    "io.tidewatch.domain..",
    "io.tidewatch.feature..",
    "io.tidewatch.source..",
    "io.tidewatch.table..",
    "io.tidewatch.evaluate.."
  };

  /** Calls whose answer depends on when or where they are made. */
  private static final Map<String, Set<String>> IMPURE =
      Map.of(
          "java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system"),
          "java.time.ZoneId", Set.of("systemDefault"),
          "java.lang.System",
              Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty", "exit"),
          "java.lang.Math", Set.of("random"),
          "java.lang.Thread", Set.of("sleep"),
          "java.util.UUID", Set.of("randomUUID"));

  @ArchTest
  static void every_module_is_seen(JavaClasses classes) {
    for (String name :
        Set.of(
            "domain",
            "feature",
            "source",
            "table",
            "evaluate",
            "policy",
            "mlflow",
            "spark",
            "serving",
            "operator",
            "processes",
            "demo.history",
            "local")) {
      String prefix = "io.tidewatch." + name;
      assertFalse(
          classes.stream().noneMatch(c -> c.getPackageName().startsWith(prefix)),
          () -> "no class of " + prefix + " is on the class path: the rules would pass vacuously");
    }
  }

  @ArchTest
  static final ArchRule pure_packages_do_no_input_and_output =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.io", "java.nio.file..", "java.nio.channels..", "java.net..", "java.sql..")
          .because("what they compute depends on what they are given, on nothing else");

  @ArchTest
  static final ArchRule pure_packages_do_not_log =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.slf4j..", "java.util.logging..", "org.apache.logging..");

  @ArchTest
  static final ArchRule pure_packages_ask_no_clock_and_roll_no_dice =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .callCodeUnitWhere(
              describe("asks a clock, the system or chance", ArchitectureTest::isImpure));

  @ArchTest
  static final ArchRule pure_packages_have_no_static_state =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(PURE)
          .and()
          .areStatic()
          .should()
          .beFinal();

  @ArchTest
  static final ArchRule only_spark_jobs_know_spark =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.tidewatch.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "io.delta..", "scala..", "org.apache.hadoop..");

  @ArchTest
  static final ArchRule only_mlflow_knows_mlflow =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.tidewatch.mlflow..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.mlflow..");

  @ArchTest
  static final ArchRule only_servers_know_javalin =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.tidewatch.serving..", "io.tidewatch.operator..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..");

  @ArchTest
  static final ArchRule only_serving_runs_onnx =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.tidewatch.serving..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule modules_know_only_those_below_them =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("feature-store")
          .definedBy(FEATURE_STORE)
          .layer("policy")
          .definedBy("io.tidewatch.policy..")
          .layer("mlflow")
          .definedBy("io.tidewatch.mlflow..")
          .layer("spark-jobs")
          .definedBy("io.tidewatch.spark..")
          .layer("serving")
          .definedBy("io.tidewatch.serving..")
          .layer("operator")
          .definedBy("io.tidewatch.operator..")
          .layer("processes")
          .definedBy("io.tidewatch.processes..")
          .layer("history")
          .definedBy("io.tidewatch.demo..")
          .layer("local")
          .definedBy("io.tidewatch.local..")
          .whereLayer("local")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("history")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("spark-jobs")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("serving")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("operator")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("processes")
          .mayOnlyBeAccessedByLayers("local")
          .whereLayer("mlflow")
          .mayOnlyBeAccessedByLayers("spark-jobs", "serving")
          .whereLayer("policy")
          .mayOnlyBeAccessedByLayers("spark-jobs", "serving", "operator", "local")
          .whereLayer("feature-store")
          .mayOnlyBeAccessedByLayers(
              "policy", "mlflow", "spark-jobs", "serving", "operator", "local");

  private static boolean isImpure(JavaCall<?> call) {
    CodeUnitCallTarget target = call.getTarget();
    String owner = target.getOwner().getName();
    boolean now = target.getName().equals("now") && owner.startsWith("java.time.");
    boolean unseeded =
        target.getName().equals("<init>")
            && Set.of(Random.class.getName(), SplittableRandom.class.getName()).contains(owner)
            && target.getRawParameterTypes().isEmpty();
    return now
        || unseeded
        || owner.equals("java.util.concurrent.ThreadLocalRandom")
        || IMPURE.getOrDefault(owner, Set.of()).contains(target.getName());
  }
}

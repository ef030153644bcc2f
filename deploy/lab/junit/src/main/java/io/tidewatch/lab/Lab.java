package io.tidewatch.lab;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test class against the test lab of this checkout, at least of the given size.
 *
 * <p>Where no lab can run the class is skipped with the reason. A parameter of type {@link
 * LabNamespace} on a test method (or {@code @BeforeEach}) is a fresh namespace of that test, on
 * {@code @BeforeAll} or the constructor one of the class.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LabExtension.class)
public @interface Lab {
  /** The size the class needs. */
  LabSize value();
}

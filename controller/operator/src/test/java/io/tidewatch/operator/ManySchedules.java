package io.tidewatch.operator;

import java.util.Random;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Tries as many schedules as {@code -Dschedules.tries} says, others each time unless {@code
 * -Dschedules.seed} names those to repeat; without them a property is what its annotation says.
 */
public final class ManySchedules implements AroundPropertyHook {
  // Outside of all others: the number is read when the property begins.
  private static final int OUTERMOST = -100;

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    Integer tries = Integer.getInteger("schedules.tries");
    if (tries != null) {
      String seed = System.getProperty("schedules.seed", Long.toString(new Random().nextLong()));
      context.attributes().setTries(tries);
      context.attributes().setSeed(seed);
      // Said at once: it is known of a run that was killed, too.
      System.out.printf("%d times %s, -Dschedules.seed=%s%n", tries, context.label(), seed);
    }
    return property.execute();
  }

  @Override
  public int aroundPropertyProximity() {
    return OUTERMOST;
  }
}

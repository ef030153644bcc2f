package io.tidewatch.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SymmetricSystemTest {
  @Property(tries = 200)
  void the_solution_put_in_gives_the_right_side(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int size) {
    Random random = new Random(seed);
    double[] wanted = random.doubles(size, -3, 3).toArray();
    double[][] root = new double[size + 3][];
    for (int r = 0; r < root.length; r++) {
      root[r] = random.doubles(size, -1, 1).toArray();
    }
    double[][] system = new double[size][size + 1];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        for (double[] row : root) {
          system[i][j] += row[i] * row[j];
        }
        system[i][j] += i == j ? 0.5 : 0;
        system[i][size] += system[i][j] * wanted[j];
      }
    }
    assertArrayEquals(wanted, SymmetricSystem.solve(system), 1e-8);
  }

  @Test
  void only_the_upper_half_is_read() {
    double[][] system = {{4, 2, 8}, {99, 3, 7}};
    // 4x + 2y = 8 and 2x + 3y = 7
    assertArrayEquals(new double[] {1.25, 1.5}, SymmetricSystem.solve(system), 1e-12);
  }

  @Test
  void an_input_that_says_nothing_gets_no_weight() {
    double[][] system = {{0, 0, 0}, {0, 2, 6}};
    double[] solution = SymmetricSystem.solve(system);
    assertEquals(0, solution[0]);
    assertEquals(3, solution[1], 1e-12);
  }
}

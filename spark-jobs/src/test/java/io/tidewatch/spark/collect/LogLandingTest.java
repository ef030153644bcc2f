package io.tidewatch.spark.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The real order of landing over a disk in memory, under a stream that ends anywhere between its
 * log of offsets and its log of commits, and a server that answers otherwise each time.
 */
class LogLandingTest {
  private static final int BATCHES = 6;

  /** What stands for the end of the process. */
  private static final class Crash extends RuntimeException {}

  /** Everything that outlives the process. */
  private static final class Disk {
    private int offsets;
    private int commits;
    private final List<String> gaps = new ArrayList<>();
    private final Set<String> templates = new HashSet<>();
    private final Map<Integer, Map<String, Integer>> aside = new HashMap<>();
    private final Map<Integer, List<String>> lines = new HashMap<>();
    private final Map<Integer, Map<String, Integer>> counts = new HashMap<>();
    private int reads;
  }

  /**
   * Lets so many writes through; the one after them is lost, or lands without anybody's knowing.
   */
  private static final class Life {
    private final Random random;
    private int writesLeft;

    Life(Random random, int writes) {
      this.random = random;
      this.writesLeft = writes;
    }

    void write(Runnable effect) {
      if (writesLeft-- > 0) {
        effect.run();
        return;
      }
      if (random.nextBoolean()) {
        effect.run();
      }
      throw new Crash();
    }
  }

  /** A batch of the disk, whose lines are {@code template:number}. */
  private record MemoryBatch(Disk disk, Life life, int number, List<String> read, boolean gap)
      implements LogLanding.Batch {
    static MemoryBatch of(Disk disk, Life life, int number, Random answers) {
      boolean gap = answers.nextInt(4) == 0;
      List<String> read = new ArrayList<>();
      // What was there at the first reading stays; a gap hides all of it.
      for (int line = 0; !gap && line < 3 + answers.nextInt(3); line++) {
        read.add("t" + (line % 2 + number) + ":" + number + "." + line);
      }
      return new MemoryBatch(disk, life, number, read, gap);
    }

    @Override
    public boolean countsLanded() {
      return disk.counts.containsKey(number);
    }

    @Override
    public boolean linesLanded() {
      return disk.lines.containsKey(number);
    }

    @Override
    public boolean countsAreAside() {
      return disk.aside.containsKey(number);
    }

    @Override
    public void nameGaps() {
      disk.reads++;
      String name = "gap " + number;
      if (gap && !disk.gaps.contains(name)) {
        life.write(() -> disk.gaps.add(name));
      }
    }

    @Override
    public boolean hasLines() {
      return !read.isEmpty();
    }

    @Override
    public void assignTemplates() {
      life.write(() -> read.forEach(line -> disk.templates.add(line.split(":")[0])));
    }

    @Override
    public void setCountsAside() {
      disk.aside.remove(number);
      life.write(() -> disk.aside.put(number, counted(read)));
    }

    @Override
    public void landLines() {
      // As Delta: a write that has landed under its id does not land again.
      life.write(() -> disk.lines.putIfAbsent(number, read));
    }

    @Override
    public void landCounts() {
      Map<String, Integer> counts = disk.aside.get(number);
      life.write(() -> disk.counts.putIfAbsent(number, counts));
      disk.aside.remove(number);
    }
  }

  @Property(tries = 200, seed = "6")
  void counts_are_those_of_the_lines_that_landed_whatever_the_schedule(@ForAll long seed) {
    Random random = new Random(seed);
    Disk disk = new Disk();
    int crashes = random.nextInt(12);
    for (int crash = 0; crash < crashes; crash++) {
      try {
        run(disk, new Life(random, random.nextInt(15)), random);
      } catch (Crash ended) {
        continue;
      }
    }
    run(disk, new Life(random, Integer.MAX_VALUE), random);
    assertEquals(BATCHES, disk.commits);
    for (int batch = 0; batch < BATCHES; batch++) {
      List<String> lines = disk.lines.getOrDefault(batch, List.of());
      assertEquals(counted(lines), disk.counts.getOrDefault(batch, Map.of()), "batch " + batch);
      assertEquals(lines.size(), new HashSet<>(lines).size(), "a line stands twice");
      assertTrue(!lines.isEmpty() || disk.gaps.contains("gap " + batch), "lost: batch " + batch);
      lines.forEach(line -> assertTrue(disk.templates.contains(line.split(":")[0]), line));
    }
    assertEquals(disk.gaps.size(), new HashSet<>(disk.gaps).size(), "a gap is named twice");
  }

  @Example
  void a_batch_of_which_only_the_counts_are_missing_is_not_read_again() {
    Disk disk = new Disk();
    Random never = new Random(1);
    disk.lines.put(0, List.of("t0:0.0", "t1:0.1"));
    disk.aside.put(0, Map.of("t0", 1, "t1", 1));
    Life life = new Life(never, Integer.MAX_VALUE);
    LogLanding.land(MemoryBatch.of(disk, life, 0, never));
    LogLanding.land(MemoryBatch.of(disk, life, 0, never));
    assertEquals(0, disk.reads);
    assertEquals(Map.of(0, Map.of("t0", 1, "t1", 1)), disk.counts);
  }

  /** As Spark goes through its batches: the one that was begun and not committed comes again. */
  private static void run(Disk disk, Life life, Random answers) {
    while (disk.commits < BATCHES) {
      int batch = disk.commits;
      if (disk.offsets == batch) {
        life.write(() -> disk.offsets = batch + 1);
      }
      LogLanding.land(MemoryBatch.of(disk, life, batch, answers));
      life.write(() -> disk.commits = batch + 1);
    }
  }

  private static Map<String, Integer> counted(List<String> lines) {
    Map<String, Integer> counts = new HashMap<>();
    lines.forEach(line -> counts.merge(line.split(":")[0], 1, Integer::sum));
    return counts;
  }
}

package io.tidewatch.local.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Images of ours: built where their sources have changed, and put into the nodes. */
public record Images(Scripts scripts) {
  private static final String SCRIPT = "deploy/docker/images";
  private static final Duration LONGEST = Duration.ofMinutes(30);

  /**
   * Builds what is missing and loads it.
   *
   * @param words {@code --kind NAME} if not into the lab, and names if not those of the demo app
   * @return the tag of each image by its name
   */
  public Map<String, String> load(List<String> words, Consumer<String> told)
      throws InterruptedException {
    List<String> all = new ArrayList<>(List.of("load"));
    all.addAll(words);
    Map<String, String> tags = new HashMap<>();
    for (String line : scripts.run("images", LONGEST, told, SCRIPT, all)) {
      // NAME IMAGE ARCHIVE; everything else is for people.
      String[] parts = line.strip().split(" ");
      if (parts.length == 3 && parts[1].startsWith("localhost/")) {
        tags.put(parts[0], parts[1].substring(parts[1].lastIndexOf(':') + 1));
      }
    }
    return tags;
  }
}

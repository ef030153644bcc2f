package io.tidewatch.spark.anomaly;

import io.tidewatch.domain.UserException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The canonical form of a forest: one line for its head, two for its standardiser, one per tree.
 * Two forests are the same if their lines are, so the digest of the lines stands for the forest.
 */
final class ForestText {
  private static final String HEAD = "isolation-forest 1";
  private static final int FIRST_TREE = 3;

  private ForestText() {}

  static List<String> lines(GrownForest grown) {
    Forest forest = grown.forest();
    Thresholds thresholds = grown.thresholds();
    List<String> lines = new ArrayList<>();
    lines.add(
        String.join(
            " ",
            HEAD,
            Integer.toString(forest.samples()),
            Double.toString(thresholds.anomaly()),
            Double.toString(thresholds.warning()),
            Double.toString(thresholds.critical())));
    lines.add(join(forest.standardiser().mean()));
    lines.add(join(forest.standardiser().deviation()));
    forest.trees().forEach(tree -> lines.add(line(tree)));
    return lines;
  }

  static GrownForest parse(List<String> lines) {
    try {
      String[] head = lines.get(0).split(" ");
      if (!lines.get(0).startsWith(HEAD + " ")) {
        throw damaged("its first line is \"" + lines.get(0) + "\"");
      }
      Standardiser standardiser = new Standardiser(floats(lines.get(1)), floats(lines.get(2)));
      List<IsolationTree> trees =
          lines.subList(FIRST_TREE, lines.size()).stream().map(ForestText::tree).toList();
      return new GrownForest(
          new Forest(standardiser, trees, Integer.parseInt(head[2])),
          new Thresholds(
              Double.parseDouble(head[3]),
              Double.parseDouble(head[4]),
              Double.parseDouble(head[5])));
    } catch (NumberFormatException | IndexOutOfBoundsException broken) {
      throw damaged(broken.toString());
    }
  }

  /** SHA-256 of the lines. */
  static String digest(GrownForest grown) {
    try {
      byte[] text = String.join("\n", lines(grown)).getBytes(StandardCharsets.UTF_8);
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }

  /** Per node feature:threshold:left:right:rows. */
  private static String line(IsolationTree tree) {
    return IntStream.range(0, tree.size())
        .mapToObj(
            node ->
                tree.feature()[node]
                    + ":"
                    + tree.threshold()[node]
                    + ":"
                    + tree.left()[node]
                    + ":"
                    + tree.right()[node]
                    + ":"
                    + tree.rows()[node])
        .collect(Collectors.joining(" "));
  }

  private static IsolationTree tree(String line) {
    String[] nodes = line.split(" ");
    int[][] whole = new int[4][nodes.length];
    float[] threshold = new float[nodes.length];
    for (int node = 0; node < nodes.length; node++) {
      String[] cells = nodes[node].split(":");
      whole[0][node] = Integer.parseInt(cells[0]);
      threshold[node] = Float.parseFloat(cells[1]);
      for (int i = 1; i < whole.length; i++) {
        whole[i][node] = Integer.parseInt(cells[i + 1]);
      }
    }
    return IsolationTree.of(whole[0], threshold, whole[1], whole[2], whole[3]);
  }

  private static String join(float[] values) {
    return IntStream.range(0, values.length)
        .mapToObj(i -> Float.toString(values[i]))
        .collect(Collectors.joining(" "));
  }

  private static float[] floats(String line) {
    String[] cells = line.split(" ");
    float[] values = new float[cells.length];
    for (int i = 0; i < cells.length; i++) {
      values[i] = Float.parseFloat(cells[i]);
    }
    return values;
  }

  private static UserException damaged(String cause) {
    return new UserException(
        "a stored isolation forest cannot be read", cause, "train it again, or name another");
  }
}

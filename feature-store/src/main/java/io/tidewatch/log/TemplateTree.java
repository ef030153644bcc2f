package io.tidewatch.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The parse tree of Drain (P. He, J. Zhu, Z. Zheng, M. R. Lyu: "Drain: An Online Log Parsing
 * Approach with Fixed Depth Tree", ICWS 2017): the first level is the number of tokens, the next
 * ones are the first tokens, a leaf lists few patterns. So a message is compared with those few.
 */
final class TemplateTree {
  private static final class Node {
    private final Map<String, Node> children = new HashMap<>();
    private final List<Integer> leaves = new ArrayList<>();
  }

  private final int depth;
  private final Map<Integer, Node> byLength = new HashMap<>();

  /** A tree that looks at so many first tokens. */
  TemplateTree(int depth) {
    this.depth = depth;
  }

  void add(TokenPattern pattern, int number) {
    Node node = byLength.computeIfAbsent(pattern.tokens().size(), length -> new Node());
    for (String token : prefix(pattern)) {
      node = node.children.computeIfAbsent(token, t -> new Node());
    }
    node.leaves.add(number);
  }

  /** The numbers of patterns whose first tokens are those of this one or parameters, rising. */
  IntStream candidates(TokenPattern pattern) {
    List<Node> level = new ArrayList<>();
    if (byLength.containsKey(pattern.tokens().size())) {
      level.add(byLength.get(pattern.tokens().size()));
    }
    for (String token : prefix(pattern)) {
      level = below(level, token);
    }
    return level.stream().flatMap(node -> node.leaves.stream()).mapToInt(n -> n).sorted();
  }

  private static List<Node> below(List<Node> level, String token) {
    List<Node> next = new ArrayList<>();
    for (Node node : level) {
      if (node.children.containsKey(token)) {
        next.add(node.children.get(token));
      }
      if (!token.equals(TokenPattern.WILDCARD)
          && node.children.containsKey(TokenPattern.WILDCARD)) {
        next.add(node.children.get(TokenPattern.WILDCARD));
      }
    }
    return next;
  }

  private List<String> prefix(TokenPattern pattern) {
    return pattern.tokens().subList(0, Math.min(depth, pattern.tokens().size()));
  }
}

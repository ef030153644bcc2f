package io.tidewatch.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The templates of one workload, in the order in which they were found. A book never changes; a
 * batch of new messages gives the next book.
 *
 * <p>What makes ids stable:
 *
 * <ul>
 *   <li>Parameters that look like parameters are masked by the message alone ({@link
 *       TokenPattern}), so most messages have their id whatever else is logged.
 *   <li>An id is the hash of a template's text, and no template ever changes its text. A message is
 *       of the first template in the book that covers it, and new ones are added at the end. So the
 *       id of a message, once given, stays.
 *   <li>The new patterns of a batch are compared as a set, in the order of their text. So neither
 *       the order of lines nor the partition they were read in matters.
 * </ul>
 *
 * <p>The limit: where only comparing finds a parameter (a name), the first value may get a template
 * of its own if it came in a batch before the others. And a book is one workload's: two books that
 * are given batches apart may differ in such templates, never in the others.
 */
public final class TemplateBook {
  /**
   * The bounds.
   *
   * @param templates the most of one workload; what is beyond is counted as overflow
   * @param similarity the least share of equal tokens of two messages of one template
   * @param depth how many first tokens the tree looks at, which are never merged
   */
  public record Limits(int templates, double similarity, int depth) {
    public Limits {
      if (templates < 1 || depth < 1 || !(similarity > 0 && similarity <= 1)) {
        throw new IllegalArgumentException("templates, depth ≥ 1 and 0 < similarity ≤ 1");
      }
    }

    /** 500 templates of 0.7, one first token. */
    public static Limits standard() {
      return new Limits(500, 0.7, 1);
    }
  }

  /** The template of each pattern of a batch, and the book with the new ones. */
  public record Assignment(Map<TokenPattern, Template> templates, TemplateBook next) {
    public Assignment {
      templates = Map.copyOf(templates);
    }
  }

  private final Limits limits;
  private final List<Template> templates;
  private final Optional<Template> overflow;
  private final TemplateTree tree;

  private TemplateBook(Limits limits, List<Template> templates, Optional<Template> overflow) {
    this.limits = limits;
    this.templates = List.copyOf(templates);
    this.overflow = overflow;
    this.tree = new TemplateTree(limits.depth());
    for (int number = 0; number < this.templates.size(); number++) {
      tree.add(this.templates.get(number).pattern(), number);
    }
  }

  /** A book without templates. */
  public static TemplateBook empty(Limits limits) {
    return new TemplateBook(limits, List.of(), Optional.empty());
  }

  /** A book as it was kept, in its order; an overflow template may stand among them. */
  public static TemplateBook of(Limits limits, List<Template> kept) {
    return new TemplateBook(
        limits,
        kept.stream().filter(template -> !template.isOverflow()).toList(),
        kept.stream().filter(Template::isOverflow).findFirst());
  }

  /** All templates in their order, to be kept; the overflow, if there was one, stands last. */
  public List<Template> templates() {
    List<Template> all = new ArrayList<>(templates);
    overflow.ifPresent(all::add);
    return all;
  }

  /** The template of a pattern, if the book has one. */
  public Optional<Template> find(TokenPattern pattern) {
    return tree.candidates(pattern)
        .mapToObj(templates::get)
        .filter(template -> template.pattern().covers(pattern))
        .findFirst();
  }

  /**
   * Gives every pattern of a batch its template.
   *
   * @param firstTimes the patterns with the time of their first line
   */
  public Assignment assign(Map<TokenPattern, Long> firstTimes) {
    TreeMap<TokenPattern, Long> fresh = new TreeMap<>(firstTimes);
    fresh.keySet().removeIf(pattern -> find(pattern).isPresent());
    TemplateBook next = fresh.isEmpty() ? this : with(fresh);
    Map<TokenPattern, Template> found = new HashMap<>();
    firstTimes.keySet().forEach(pattern -> found.put(pattern, next.findOrOverflow(pattern)));
    return new Assignment(found, next);
  }

  private Template findOrOverflow(TokenPattern pattern) {
    return find(pattern).or(() -> overflow).orElseThrow();
  }

  private TemplateBook with(TreeMap<TokenPattern, Long> fresh) {
    List<TokenPattern> drafts = drafts(fresh);
    // The most special first, so that it is not hidden behind a wider one of the same batch.
    drafts.sort(Comparator.comparingInt(TokenPattern::wildcards).thenComparing(p -> p));
    List<Template> all = new ArrayList<>(templates);
    drafts.forEach(draft -> all.add(Template.of(draft, firstTime(draft, fresh))));
    TemplateBook bare = new TemplateBook(limits, all, overflow);
    Optional<Long> beyond =
        fresh.entrySet().stream()
            .filter(pattern -> bare.find(pattern.getKey()).isEmpty())
            .map(Map.Entry::getValue)
            .min(Comparator.naturalOrder());
    return new TemplateBook(limits, all, overflow.or(() -> beyond.map(Template::overflow)));
  }

  private static long firstTime(TokenPattern draft, Map<TokenPattern, Long> fresh) {
    return fresh.entrySet().stream()
        .filter(pattern -> draft.covers(pattern.getKey()))
        .mapToLong(Map.Entry::getValue)
        .min()
        .orElseThrow();
  }

  /** The patterns of new templates, each merged from similar new ones and known ones. */
  private List<TokenPattern> drafts(TreeMap<TokenPattern, Long> fresh) {
    List<TokenPattern> known = new ArrayList<>(templates.stream().map(Template::pattern).toList());
    int kept = known.size();
    TemplateTree places = new TemplateTree(limits.depth());
    for (int number = 0; number < kept; number++) {
      places.add(known.get(number), number);
    }
    for (TokenPattern pattern : fresh.keySet()) {
      Optional<Integer> similar = mostSimilar(pattern, places, known);
      if (similar.isPresent() && similar.get() >= kept) {
        known.set(similar.get(), known.get(similar.get()).merged(pattern));
        continue;
      }
      if (known.size() >= limits.templates()) {
        continue;
      }
      // A known template keeps its text; what it has in common with the new one is a new one.
      TokenPattern draft = similar.map(s -> known.get(s).merged(pattern)).orElse(pattern);
      places.add(draft, known.size());
      known.add(draft);
    }
    Set<TokenPattern> distinct = new HashSet<>(known.subList(kept, known.size()));
    return new ArrayList<>(distinct);
  }

  private Optional<Integer> mostSimilar(
      TokenPattern pattern, TemplateTree places, List<TokenPattern> known) {
    return places
        .candidates(pattern)
        .boxed()
        .filter(number -> known.get(number).similarity(pattern) >= limits.similarity())
        .max(
            Comparator.comparingDouble((Integer number) -> known.get(number).similarity(pattern))
                .thenComparing(Comparator.reverseOrder()));
  }
}

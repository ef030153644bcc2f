package io.tidewatch.demo.history.logs;

import java.util.List;

/**
 * What programs say all day, whatever happens. Some of it should never have been logged: e-mail
 * addresses, tokens and card numbers, so that a reader can be seen to mask them. They are made up:
 * the domain is reserved for examples, the cards are the networks' test numbers.
 */
final class Chatter implements Voice {
  private static final double A_MINUTE = 0.15;
  private static final List<String> PEOPLE =
      List.of("ada.byron", "g.hopper", "k.johnson", "alan.t", "edsger", "m.hamilton");
  private static final List<String> CARDS =
      List.of("4111 1111 1111 1111", "5555 5555 5555 4444", "4012888888881881");

  @Override
  public void say(PodMinute minute, Dice dice, Lines lines) {
    if (!dice.happens(A_MINUTE)) {
      return;
    }
    switch (dice.below(12)) {
      case 0, 1, 2 -> lines.say(Level.INFO, "shop.Cache", cache(dice));
      case 3, 4 -> lines.say(Level.INFO, "shop.Scheduler", job(dice));
      case 5, 6 -> lines.say(Level.INFO, "shop.Orders", order(dice));
      case 7 -> lines.say(Level.INFO, "shop.Mail", mail(dice));
      case 8 -> lines.say(Level.INFO, "shop.Login", login(dice));
      case 9 -> lines.say(Level.WARN, "shop.Payment", card(dice));
      case 10 ->
          lines.say(Level.WARN, "shop.Login", "password of user %d is wrong".formatted(id(dice)));
      default -> lines.say(Level.INFO, "shop.Config", "configuration read again, nothing changed");
    }
  }

  private static String cache(Dice dice) {
    return "cache products: %d entries, %d hits, %d misses"
        .formatted(dice.between(8_000, 9_999), dice.between(500, 9_000), dice.between(5, 300));
  }

  private static String job(Dice dice) {
    return "job cleanup removed %d sessions in %d ms".formatted(dice.below(400), dice.below(900));
  }

  private static String order(Dice dice) {
    return "order %d of customer %d was placed, %d.%02d EUR"
        .formatted(id(dice), id(dice), dice.between(3, 400), dice.below(100));
  }

  private static String mail(Dice dice) {
    return "confirmation sent to %s%d@example.com".formatted(dice.oneOf(PEOPLE), dice.below(90));
  }

  private static String login(Dice dice) {
    return "session opened with Authorization: Bearer %08x%08x.%08x for user %d"
        .formatted(
            dice.below(Integer.MAX_VALUE),
            dice.below(Integer.MAX_VALUE),
            dice.below(Integer.MAX_VALUE),
            id(dice));
  }

  private static String card(Dice dice) {
    return "card %s was declined for order %d".formatted(dice.oneOf(CARDS), id(dice));
  }

  private static int id(Dice dice) {
    return dice.between(10_000, 99_999);
  }
}

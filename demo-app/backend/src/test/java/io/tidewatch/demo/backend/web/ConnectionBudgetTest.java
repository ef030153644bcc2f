package io.tidewatch.demo.backend.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConnectionBudgetTest {
  private final ConnectionBudget budget = new ConnectionBudget(20);

  @Test
  void theTwentiethRequestOfAConnectionIsItsLast() {
    InetSocketAddress peer = peer(1);

    assertEquals(0, IntStream.range(0, 19).filter(request -> budget.spend(peer)).count());
    assertTrue(budget.spend(peer));
  }

  @Test
  void anAddressThatComesAgainStartsAnew() {
    InetSocketAddress peer = peer(1);
    IntStream.range(0, 20).forEach(request -> budget.spend(peer));

    assertFalse(budget.spend(peer));
  }

  @Test
  void connectionsAreCountedApart() {
    IntStream.range(0, 19).forEach(request -> budget.spend(peer(1)));

    assertFalse(budget.spend(peer(2)));
  }

  private static InetSocketAddress peer(int port) {
    return InetSocketAddress.createUnresolved("peer", port);
  }
}

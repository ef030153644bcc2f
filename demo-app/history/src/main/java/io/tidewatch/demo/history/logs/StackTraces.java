package io.tidewatch.demo.history.logs;

import java.util.List;

/** Stack traces as a JVM prints them. */
final class StackTraces {
  private StackTraces() {}

  static List<String> timeout(int millis) {
    return List.of(
        "java.util.concurrent.TimeoutException: no answer within " + millis + " ms",
        "\tat io.example.shop.Backend.await(Backend.java:118)",
        "\tat io.example.shop.Dispatcher.answer(Dispatcher.java:64)",
        "\tat java.base/java.lang.Thread.run(Thread.java:840)");
  }

  static List<String> noConnection(int millis) {
    return List.of(
        "java.sql.SQLTransientConnectionException: main - Connection is not available, request"
            + " timed out after "
            + millis
            + "ms",
        "\tat com.zaxxer.hikari.pool.HikariPool.createTimeoutException(HikariPool.java:696)",
        "\tat com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:181)",
        "\tat io.example.shop.Orders.find(Orders.java:92)",
        "Caused by: java.net.SocketTimeoutException: Read timed out",
        "\tat java.base/java.net.SocketInputStream.socketRead0(Native Method)",
        "\t... 14 more");
  }

  static List<String> refused() {
    return List.of(
        "io.example.shop.CircuitOpenException: payments",
        "\tat io.example.shop.CircuitBreaker.enter(CircuitBreaker.java:51)",
        "\tat io.example.shop.Payment.charge(Payment.java:77)",
        "\tat io.example.shop.Dispatcher.answer(Dispatcher.java:64)");
  }

  static List<String> outOfMemory() {
    return List.of(
        "java.lang.OutOfMemoryError: Java heap space",
        "\tat java.base/java.util.Arrays.copyOf(Arrays.java:3537)",
        "\tat io.example.shop.SessionCache.put(SessionCache.java:40)",
        "\tat io.example.shop.Login.open(Login.java:133)");
  }
}

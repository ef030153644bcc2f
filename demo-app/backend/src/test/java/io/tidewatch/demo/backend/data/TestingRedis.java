package io.tidewatch.demo.backend.data;

import io.tidewatch.demo.backend.HostAndPort;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real redis-server on a free loopback port, ended with the test. */
final class TestingRedis implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final int port;
  private final Process process;

  private TestingRedis(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  static TestingRedis start(String... more) throws IOException, InterruptedException {
    return startOn(freePort(), more);
  }

  static TestingRedis startOn(int port, String... more) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("redis-server", "--port", Integer.toString(port), "--bind", "127.0.0.1"));
    // a replica writes a file of what it got, and the next server in that folder would read it
    command.addAll(List.of("--dir", Files.createTempDirectory("testing-redis").toString()));
    command.addAll(List.of("--save", "", "--appendonly", "no"));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    TestingRedis redis = new TestingRedis(port, process);
    redis.awaitPort();
    return redis;
  }

  HostAndPort address() {
    return new HostAndPort("127.0.0.1", port);
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitPort() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        return;
      } catch (IOException e) {
        if (!process.isAlive()) {
          throw new IOException("redis-server ended with " + process.exitValue(), e);
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    close();
    throw new IOException("redis-server does not listen on " + port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}

package io.tidewatch.processes;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** An authority with certificates of its own making, by the JDK's keytool; nothing is kept. */
public final class TestingAuthority {
  private static final String PASSWORD = "of-this-test";

  private final Path keys;

  /** Keeps its keys in a folder. */
  public TestingAuthority(Path folder) {
    keys = folder.resolve("keys.p12");
  }

  /** A new authority. */
  public TestingAuthority authority(String alias) {
    return keytool(alias, "-ext", "bc=ca:true");
  }

  /** A certificate by an authority for names such as {@code ip:127.0.0.1}. */
  public TestingAuthority signed(String alias, String by, String names, String... more) {
    List<String> options = new ArrayList<>(List.of("-signer", by, "-ext", "san=" + names));
    options.addAll(List.of(more));
    return keytool(alias, options.toArray(String[]::new));
  }

  private TestingAuthority keytool(String alias, String... more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", alias));
    command.addAll(List.of(more));
    if (!command.contains("-keyalg")) {
      command.addAll(List.of("-keyalg", "EC"));
    }
    command.addAll(List.of("-dname", "CN=" + alias, "-storetype", "PKCS12"));
    command.addAll(List.of("-keystore", keys.toString(), "-storepass", PASSWORD));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said);
      }
      return this;
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException("keytool cannot run", failed);
    }
  }

  /** The certificate in a file of this name. */
  public Path certificate(Path file, String alias) throws GeneralSecurityException, IOException {
    return Files.writeString(file, pem(alias));
  }

  /** Its private key in a file of this name, as PKCS#8. */
  public Path key(Path file, String alias) throws GeneralSecurityException, IOException {
    byte[] key = store().getKey(alias, PASSWORD.toCharArray()).getEncoded();
    return Files.writeString(file, block("PRIVATE KEY", key));
  }

  /** The certificate as PEM, under a line of text as bundles have it. */
  public String pem(String alias) throws GeneralSecurityException, IOException {
    return "# " + alias + "\n" + block("CERTIFICATE", store().getCertificate(alias).getEncoded());
  }

  /** What a file holds in PEM. */
  public static String block(String what, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, base64, what);
  }

  /** A server on a port of loopback that shows this certificate and answers always the same. */
  public HttpsServer serve(String alias, int port, String answer)
      throws GeneralSecurityException, IOException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(showing(alias)));
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
    return server;
  }

  /** Whom a new connection to a port of loopback shows, if one of these has signed it. */
  public String shown(int port, String... trusted) throws GeneralSecurityException, IOException {
    KeyStore authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    for (String alias : trusted) {
      authorities.setCertificateEntry(alias, store().getCertificate(alias));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authorities);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    try (SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.startHandshake();
      return socket.getSession().getPeerPrincipal().getName();
    }
  }

  private SSLContext showing(String alias) throws GeneralSecurityException, IOException {
    KeyStore all = store();
    KeyStore one = KeyStore.getInstance("PKCS12");
    one.load(null, null);
    char[] password = PASSWORD.toCharArray();
    one.setKeyEntry(alias, all.getKey(alias, password), password, all.getCertificateChain(alias));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(one, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private KeyStore store() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }
}

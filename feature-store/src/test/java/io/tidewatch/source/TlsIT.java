package io.tidewatch.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.tidewatch.domain.UserException;
import io.tidewatch.log.Masking;
import io.tidewatch.processes.TestingAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIT {
  private static final String ANSWER =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},"
          + "\"value\":[60,\"7\"]}]}}";

  @TempDir static Path keys;
  private static TestingAuthority authority;

  @TempDir Path folder;
  private HttpsServer server;

  @BeforeAll
  static void makeCertificates() {
    authority =
        new TestingAuthority(keys)
            .authority("ours")
            .authority("theirs")
            .signed("good", "ours", "ip:127.0.0.1,dns:localhost")
            .signed("elsewhere", "ours", "dns:elsewhere.test")
            .signed("expired", "ours", "ip:127.0.0.1", "-startdate", "-3d", "-validity", "1")
            .signed("old", "ours", "ip:127.0.0.1", "-keyalg", "RSA")
            .signed("foreign", "theirs", "ip:127.0.0.1,dns:localhost");
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  @Test
  void a_server_whose_authority_is_in_the_bundle_is_asked() throws Exception {
    Path bundle = bundle("theirs", "ours");
    assertEquals(7, ask(serve("good"), bundle));
  }

  @Test
  void a_loki_is_asked_by_the_same_rules() throws Exception {
    URI url = serve("good");
    ApiAccess access = ApiAccess.open().withCaFile(bundle("theirs"));
    LokiClient client =
        new LokiClient(
            LokiEndpoint.of(url).with(access), once(), LokiLimits.standard(), Masking.standard());
    UserException refused = assertThrows(UserException.class, client::notReady);
    assertTrue(refused.problem().startsWith("Loki at"), refused.problem());
    assertTrue(refused.problem().endsWith("cannot be trusted"), refused.problem());
  }

  @Test
  void a_certificate_of_another_authority_is_refused_and_the_file_named() throws Exception {
    Path bundle = bundle("ours");
    UserException refused = refused(serve("foreign"), bundle);
    assertTrue(refused.reason().contains("by an authority that"), refused.reason());
    assertTrue(refused.reason().contains(bundle.toString()), refused.reason());
  }

  @Test
  void without_a_file_only_the_machines_authorities_are_trusted() throws Exception {
    PrometheusEndpoint endpoint = PrometheusEndpoint.of(serve("good"));
    UserException refused =
        assertThrows(
            UserException.class,
            () -> new PrometheusClient(endpoint, once()).instant("up", Instant.EPOCH));
    assertTrue(refused.reason().contains("this machine does not know"), refused.reason());
  }

  @Test
  void a_certificate_for_another_name_is_refused_with_the_name_that_is_wanted() throws Exception {
    UserException refused = refused(serve("elsewhere"), bundle("ours"));
    assertTrue(refused.reason().contains("for another name"), refused.reason());
    assertTrue(refused.remedy().contains("127.0.0.1"), refused.remedy());
  }

  @Test
  void an_expired_certificate_is_named_as_such() throws Exception {
    UserException refused = refused(serve("expired"), bundle("ours"));
    assertTrue(refused.reason().contains("not valid at this time"), refused.reason());
  }

  @Test
  void a_changed_file_is_used_at_the_next_call_of_the_same_client() throws Exception {
    Path bundle = bundle("ours");
    URI url = serve("good");
    PrometheusClient client = client(url, bundle);
    assertEquals(7, client.instant("up", Instant.EPOCH).get(0).value());
    int port = server.getAddress().getPort();
    server.stop(0);
    server = authority.serve("foreign", port, ANSWER);
    assertThrows(UserException.class, () -> client.instant("up", Instant.EPOCH));
    Files.writeString(bundle, authority.pem("theirs"));
    assertEquals(7, client.instant("up", Instant.EPOCH).get(0).value());
  }

  @Test
  void a_file_without_a_certificate_is_refused() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    UserException refused = refused(serve("good"), empty);
    assertTrue(refused.reason().contains("no certificate"), refused.reason());
    assertTrue(refused.problem().contains(empty.toString()), refused.problem());
  }

  @Test
  void a_file_that_is_no_pem_is_refused() throws Exception {
    String torn = authority.pem("ours").substring(0, 120) + "\n-----END CERTIFICATE-----\n";
    Path broken = Files.writeString(folder.resolve("broken.pem"), torn);
    UserException refused = refused(serve("good"), broken);
    assertTrue(refused.reason().contains("no PEM of certificates"), refused.reason());
  }

  @Test
  void a_file_that_is_not_there_is_refused() throws Exception {
    UserException refused = refused(serve("good"), folder.resolve("nowhere.pem"));
    assertTrue(refused.reason().contains("cannot be read"), refused.reason());
  }

  @Test
  void a_server_without_tls_is_named_as_such() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      new Thread(() -> answerInPlainText(plain)).start();
      URI url = URI.create("https://127.0.0.1:" + plain.getLocalPort());
      PrometheusClient client = new PrometheusClient(PrometheusEndpoint.of(url), once());
      UserException refused =
          assertThrows(UserException.class, () -> client.instant("up", Instant.EPOCH));
      assertTrue(refused.remedy().contains("http:// instead"), refused.getMessage());
    }
  }

  // As a Prometheus does it; the JDK's server says nothing.
  private static void answerInPlainText(ServerSocket server) {
    try (Socket caller = server.accept()) {
      caller.getInputStream().read(new byte[64]);
      caller.getOutputStream().write("HTTP/1.0 400 Bad Request\r\n\r\nNo TLS".getBytes());
      caller.shutdownOutput();
      caller.getInputStream().readAllBytes();
    } catch (IOException gone) {
      return;
    }
  }

  @Test
  void authorities_for_an_address_without_tls_are_refused() {
    ApiAccess access = ApiAccess.open().withCaFile(Path.of("ca.pem"));
    PrometheusEndpoint plain = PrometheusEndpoint.parse("http://host:9090");
    assertThrows(UserException.class, () -> plain.with(access));
  }

  @Test
  void a_certificate_of_ours_for_an_address_without_tls_is_refused() {
    KeyFiles ours = new KeyFiles(Path.of("c.pem"), Path.of("k.pem"));
    PrometheusEndpoint plain = PrometheusEndpoint.parse("http://host:9090");
    ApiAccess access = ApiAccess.open().withIdentity(ours);
    assertThrows(UserException.class, () -> plain.with(access));
  }

  @Test
  void keys_are_read_as_openssl_and_cert_manager_write_them() throws Exception {
    for (String alias : new String[] {"good", "old"}) {
      KeyFiles files = files(alias, alias);
      String wrapped = Files.readString(files.key());
      PrivateKey plain = identity(files).key();
      Files.writeString(files.key(), traditional(plain));
      assertEquals(plain, identity(files).key(), wrapped);
    }
  }

  @Test
  void files_of_an_identity_that_are_of_no_use_say_why() throws Exception {
    assertTrue(refused(files("good", "foreign")).reason().contains("not that of the first"));
    assertTrue(refused(files("good", "old")).reason().contains("not that of the first"));
    KeyFiles files = files("good", "good");
    Files.writeString(
        files.key(), TestingAuthority.block("ENCRYPTED PRIVATE KEY", new byte[] {1, 2}));
    assertTrue(refused(files).reason().contains("encrypted"), refused(files).getMessage());
    Files.writeString(files.key(), authority.pem("good"));
    assertTrue(refused(files).reason().contains("no private key"), refused(files).getMessage());
    Files.delete(files.key());
    assertTrue(refused(files).reason().contains("cannot be read"), refused(files).getMessage());
    Files.writeString(files.certificate(), "");
    authority.key(files.key(), "good");
    assertTrue(refused(files).reason().contains("no certificate"), refused(files).getMessage());
    Path only = Path.of("only.pem");
    assertThrows(
        UserException.class, () -> KeyFiles.of(Optional.of(only), Optional.empty(), "both"));
  }

  @Test
  void a_server_goes_on_by_the_old_pair_while_the_new_one_is_half_written() throws Exception {
    KeyFiles files = files("good", "good");
    List<String> warnings = new ArrayList<>();
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    SSLContext context =
        RotatingContext.of(
            new TlsFiles(Optional.of(files), Optional.empty()),
            new SteppedClock(now),
            warnings::add);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.start();
    int port = server.getAddress().getPort();
    assertEquals("CN=good", authority.shown(port, "ours", "theirs"));
    authority.certificate(files.certificate(), "foreign");
    now.set(now.get().plusSeconds(1));
    assertEquals("CN=good", authority.shown(port, "ours", "theirs"));
    now.set(now.get().plusSeconds(1));
    assertEquals("CN=good", authority.shown(port, "ours", "theirs"));
    assertEquals(1, warnings.size(), warnings.toString());
    authority.key(files.key(), "foreign");
    assertEquals("CN=good", authority.shown(port, "ours", "theirs"), "it has just looked");
    now.set(now.get().plusSeconds(1));
    assertEquals("CN=foreign", authority.shown(port, "ours", "theirs"));
  }

  @Test
  void a_server_that_does_not_let_us_in_is_named_with_what_it_wants() {
    ApiAccess nobody = ApiAccess.open();
    UserException missing = refusal(nobody, "certificate_required");
    assertTrue(missing.reason().contains("asks for a certificate"), missing.getMessage());
    KeyFiles ours = new KeyFiles(Path.of("tls.crt"), Path.of("tls.key"));
    UserException stranger = refusal(nobody.withIdentity(ours), "unknown_ca");
    assertTrue(stranger.reason().contains("does not take our certificate"), stranger.getMessage());
  }

  // Made by hand: a server's alert may be lost with the connection that it closes.
  private static UserException refusal(ApiAccess access, String alert) {
    ApiCall call = new ApiCall("serving", URI.create("https://serving:5000"), access);
    IOException failure = new SSLHandshakeException("Received fatal alert: " + alert);
    return new TlsFailure(call).of(new IOException("sending failed", failure)).orElseThrow();
  }

  private KeyFiles files(String certificate, String key) throws Exception {
    return new KeyFiles(
        authority.certificate(folder.resolve("tls.crt"), certificate),
        authority.key(folder.resolve("tls.key"), key));
  }

  private static PemIdentity identity(KeyFiles files) throws IOException {
    return PemIdentity.of(
        files, Files.readString(files.certificate()), Files.readString(files.key()));
  }

  private static UserException refused(KeyFiles files) {
    TlsFiles tls = new TlsFiles(Optional.of(files), Optional.empty());
    return assertThrows(UserException.class, () -> tls.content().context());
  }

  /** PKCS#1 or SEC1, which is the last field of PKCS#8: {version, algorithm, key}. */
  private static String traditional(PrivateKey key) {
    ByteBuffer der = ByteBuffer.wrap(key.getEncoded());
    enter(der);
    skip(der);
    skip(der);
    byte[] bare = new byte[enter(der)];
    der.get(bare);
    return TestingAuthority.block(key.getAlgorithm() + " PRIVATE KEY", bare);
  }

  private static void skip(ByteBuffer der) {
    der.position(enter(der) + der.position());
  }

  /** Goes to the content of the next field and says how long it is. */
  private static int enter(ByteBuffer der) {
    der.get();
    int first = der.get() & 0xff;
    int length = first < 0x80 ? first : 0;
    for (int i = 0x80; i < first; i++) {
      length = length << 8 | der.get() & 0xff;
    }
    return length;
  }

  private URI serve(String alias) throws GeneralSecurityException, IOException {
    server = authority.serve(alias, 0, ANSWER);
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  private Path bundle(String... aliases) throws GeneralSecurityException, IOException {
    StringBuilder all = new StringBuilder("Our own authorities.\n");
    for (String alias : aliases) {
      all.append(authority.pem(alias));
    }
    return Files.writeString(folder.resolve("bundle.pem"), all);
  }

  private static double ask(URI url, Path bundle) {
    return client(url, bundle).instant("up", Instant.EPOCH).get(0).value();
  }

  private static UserException refused(URI url, Path bundle) {
    return assertThrows(UserException.class, () -> ask(url, bundle));
  }

  private static PrometheusClient client(URI url, Path bundle) {
    ApiAccess access = ApiAccess.open().withCaFile(bundle);
    return new PrometheusClient(PrometheusEndpoint.of(url).with(access), once());
  }

  private static RetryPolicy once() {
    return new RetryPolicy(1, Duration.ZERO, Duration.ZERO, new SplittableRandom(1));
  }

  /** Says what it is told. */
  private static final class SteppedClock extends Clock {
    private final AtomicReference<Instant> now;

    SteppedClock(AtomicReference<Instant> now) {
      this.now = now;
    }

    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}

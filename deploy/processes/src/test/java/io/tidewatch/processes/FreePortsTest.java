package io.tidewatch.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortsTest {

  @Test
  void the_ports_of_one_call_are_different() {
    List<Integer> ports = FreePorts.next(20);
    assertEquals(20, new HashSet<>(ports).size());
  }

  @Test
  void a_port_someone_listens_on_is_not_free() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertFalse(FreePorts.isFree(socket.getLocalPort()));
    }
  }
}

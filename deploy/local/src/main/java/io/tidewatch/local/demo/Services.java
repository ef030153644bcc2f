package io.tidewatch.local.demo;

import io.tidewatch.local.Layout;
import io.tidewatch.local.LocalMlflow;
import io.tidewatch.local.Module;
import io.tidewatch.local.ServerWords;
import io.tidewatch.processes.Supervisor;
import io.tidewatch.source.PrometheusEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Our own servers. */
record Services(Layout layout, Workspace workspace, Supervisor children, Ports ports) {
  private static final Duration START = Duration.ofSeconds(60);

  /**
   * Starts serving and returns once it answers. Whether it has a champion is not waited for:
   * without one it answers too, and the decisions are the HPA's.
   */
  void startServing(PrometheusEndpoint prometheus, URI mlflow) {
    List<String> words = new ArrayList<>(ServerWords.of(prometheus));
    words.addAll(
        List.of(
            "--catalogue=" + workspace.catalogue(),
            "--mlflow=" + mlflow,
            "--cache=" + workspace.serving(),
            "--port=" + ports.serving()));
    children
        .start(
            Module.SERVING
                .start(layout, "serving", words)
                .with(LocalMlflow.VARIABLE, mlflow.toString()))
        .awaitHttp(ports.servingUrl().resolve("/healthz"), START);
  }

  /** Starts the controller in observe mode and returns once it answers. */
  void startController(PrometheusEndpoint prometheus) {
    List<String> words = new ArrayList<>(ServerWords.of(prometheus));
    words.addAll(
        List.of(
            "--catalogue=" + workspace.catalogue(),
            "--serving=" + ports.servingUrl(),
            "--state=" + workspace.controller(),
            "--port=" + ports.controller()));
    children
        .start(Module.CONTROLLER.start(layout, "controller", words))
        .awaitHttp(ports.controllerUrl().resolve("/healthz"), START);
  }
}

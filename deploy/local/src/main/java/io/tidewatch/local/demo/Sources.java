package io.tidewatch.local.demo;

import io.tidewatch.source.PrometheusEndpoint;
import java.net.URI;
import java.util.Optional;

/**
 * The servers that a demo works with.
 *
 * @param prometheus where metrics are read
 * @param loki where logs are read, if the demand has any
 * @param mlflow where models are registered
 */
record Sources(PrometheusEndpoint prometheus, Optional<URI> loki, URI mlflow) {}

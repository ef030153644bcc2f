package io.tidewatch.local.benchlive;

/**
 * How long a pod took.
 *
 * @param seconds from its creation, as a watch of the API shows it, to Ready
 */
record PodReady(String pod, double seconds) {}

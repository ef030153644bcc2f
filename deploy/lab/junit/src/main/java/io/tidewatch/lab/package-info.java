/**
 * Gives tests a real Kubernetes API: {@code @Lab(LabSize.API)} on a class, a {@code LabNamespace}
 * parameter where the test wants a namespace of its own.
 */
package io.tidewatch.lab;

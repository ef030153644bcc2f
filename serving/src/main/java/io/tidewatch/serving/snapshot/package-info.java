/** What a restart must not forget, on disk. */
package io.tidewatch.serving.snapshot;

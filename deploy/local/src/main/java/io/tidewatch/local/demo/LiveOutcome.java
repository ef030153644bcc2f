package io.tidewatch.local.demo;

import io.tidewatch.local.IngestNews;
import io.tidewatch.local.report.Decisions;
import java.util.Optional;

/**
 * What the live part has shown.
 *
 * @param landed rows that landed while it ran
 * @param trouble why rows did not go on landing
 */
record LiveOutcome(Decisions decisions, IngestNews landed, Optional<String> trouble) {}

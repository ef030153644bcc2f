/** The challenger on the same questions as the champion: judged, shown on request, never obeyed. */
package io.tidewatch.serving.shadow;

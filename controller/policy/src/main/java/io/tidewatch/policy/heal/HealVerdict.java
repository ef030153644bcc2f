package io.tidewatch.policy.heal;

import java.util.List;
import java.util.Objects;

/** What follows for a workload from what its pods show. */
public sealed interface HealVerdict {
  /** Nothing is wrong, as far as anything is known. */
  record Healthy() implements HealVerdict {}

  /** Something may be wrong with a pod: {@code bad} of its last findings are. */
  record Watching(PodReading pod, Cause cause, int bad, int of) implements HealVerdict {
    public Watching {
      Objects.requireNonNull(pod, "pod");
      Objects.requireNonNull(cause, "cause");
    }
  }

  /** This pod should be replaced. */
  record Replace(PodReading pod, Cause cause) implements HealVerdict {
    public Replace {
      Objects.requireNonNull(pod, "pod");
      Objects.requireNonNull(cause, "cause");
    }
  }

  /** It is not about one pod: people are told, nothing is done. */
  record Systemic(Spread why, List<PodReading> pods) implements HealVerdict {
    public Systemic {
      Objects.requireNonNull(why, "why");
      pods = List.copyOf(pods);
    }
  }

  /** The pod is sick, and a new one would be as well. */
  record NoCure(PodReading pod) implements HealVerdict {
    public NoCure {
      Objects.requireNonNull(pod, "pod");
    }
  }

  /** The pod should be replaced, but not now. */
  record Denied(PodReading pod, Cause cause, Denial why) implements HealVerdict {
    public Denied {
      Objects.requireNonNull(pod, "pod");
      Objects.requireNonNull(cause, "cause");
      Objects.requireNonNull(why, "why");
    }
  }
}

package io.tidewatch.policy.size;

import java.util.List;
import java.util.Objects;

/** Whether a workload's pods get another size. */
public sealed interface SizeVerdict {
  /**
   * They do.
   *
   * @param why one sentence for each resource that changes, or that is held
   */
  record Resize(Resources to, List<String> why) implements SizeVerdict {
    public Resize {
      Objects.requireNonNull(to, "to");
      why = List.copyOf(why);
    }
  }

  /** They keep theirs. */
  record Keep(Why why, String text) implements SizeVerdict {
    public Keep {
      Objects.requireNonNull(why, "why");
      Objects.requireNonNull(text, "text");
    }
  }

  /** Why a size is kept; the codes are stable. */
  enum Why {
    RIGHT_SIZE("RightSize", true),
    NOT_ENOUGH_DATA("NotEnoughData", true),
    /** What the pods ask for is not known, or they differ. */
    SIZE_UNKNOWN("SizeUnknown", true),
    BEST_EFFORT("BestEffort", false),
    CLASS_WOULD_CHANGE("QosClassWouldChange", false),
    ONCE_A_DAY("OncePerDay", true),
    /** A freeze, a pause, a rollout or a restart. */
    BUSY("Busy", true),
    /** More than one container asks for something: whose the need is cannot be told. */
    SEVERAL_CONTAINERS("SeveralContainers", false),
    KIND_NOT_SUPPORTED("KindNotSupported", false),
    /** A VerticalPodAutoscaler sizes the same pods. */
    VPA_OWNS("VpaOwns", false),
    MANAGED_BY_GIT_OPS("ManagedByGitOps", false),
    /** Somebody has changed the size after us, or the HPA after our write. */
    CONFLICTING_OWNER("ConflictingOwner", false),
    /** It cannot be told whether somebody else sizes the pods. */
    CONFLICTS_UNKNOWN("ConflictsUnknown", false);

    private final String code;
    private final boolean well;

    Why(String code, boolean well) {
      this.code = code;
      this.well = well;
    }

    /** As conditions spell it. */
    public String code() {
      return code;
    }

    /** Whether nobody needs to do anything about it. */
    public boolean well() {
      return well;
    }
  }
}

package io.tidewatch.operator.actuate;

/** Why an HPA is as it is; the codes are stable and end up in conditions and records. */
public enum FloorReason {
  /** A floor was written. */
  FLOOR_SET("FloorSet"),
  /** The floor stands as it should. */
  FLOOR_KEPT("FloorKept"),
  /** The floor stands and is somebody else's to judge. */
  FLOOR_STANDS("FloorStands"),
  /** The user's target is back, the floor stands until its time is over. */
  TARGET_RESTORED("TargetRestored"),
  /** The user's values are back. */
  RESTORED("Restored"),
  /** There is nothing to write and nothing to take back. */
  NOTHING_TO_DO("NothingToDo"),
  /** Another manager changed the field after us. */
  CONFLICTING_OWNER("ConflictingOwner"),
  /** KEDA writes this HPA. */
  OWNED_BY_KEDA("OwnedByKeda"),
  /** A repository says what this field is. */
  MANAGED_BY_GIT_OPS("ManagedByGitOps"),
  /** Another resource of ours holds a floor here. */
  SECOND_SCALER("SecondScaler"),
  /** The HPA does not exist. */
  HPA_MISSING("HpaMissing"),
  /** The HPA is being deleted. */
  HPA_LEAVING("HpaLeaving"),
  /** A later version of this program has left its mark. */
  NEWER_VERSION("NewerVersion"),
  /** The annotation with the original values was removed. */
  ORIGINAL_LOST("OriginalLost"),
  /** This process does not lead any more. */
  NOT_LEADER("NotLeader"),
  /** The API server refused, failed, or kept changing the object. */
  API_TROUBLE("ApiTrouble");

  private final String code;

  FloorReason(String code) {
    this.code = code;
  }

  /** As conditions spell it. */
  public String code() {
    return code;
  }
}

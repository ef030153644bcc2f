package io.tidewatch.operator.actuate;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** All that this controller may do to a cluster, behind one fence. */
public final class Actuators {
  private final HpaListing hpas;
  private final HpaFloor floors;
  private final HpaRetarget targets;
  private final ScaleTarget scales;
  private final Events events;

  private Actuators(
      KubernetesApi api, List<String> namespaces, Fence fence, Clock clock, Duration freshFor) {
    this.hpas = new HpaListing(api, namespaces, clock, freshFor);
    this.events = new Events(api, fence, clock);
    this.floors = new HpaFloor(Hpas.of(api), fence, clock);
    this.targets = new HpaRetarget(Hpas.of(api), fence);
    this.scales = new ScaleTarget(api, fence);
  }

  /**
   * @param namespaces where HPAs are looked for; everywhere when empty
   * @param freshFor how old a listing of the HPAs may be
   */
  public static Actuators of(
      KubernetesClient client,
      List<String> namespaces,
      Fence fence,
      Clock clock,
      Duration freshFor) {
    KubernetesApi api = new KubernetesApi(client, KubernetesApi.USUAL_TIMEOUT);
    return new Actuators(api, namespaces, fence, clock, freshFor);
  }

  /** Does it, one at a time; a failure is an answer, not an exception. */
  public synchronized Deed run(Errand errand) {
    if (errand instanceof Errand.Scale scale) {
      return Deed.of(scales.pursue(scale.order()));
    }
    if (errand instanceof Errand.Floor floor) {
      return floor(floor);
    }
    if (errand instanceof Errand.Advise advice) {
      return Deed.told(events.tell(advice.note()), advice.note());
    }
    if (errand instanceof Errand.Note note) {
      return Deed.told(events.tell(note), note);
    }
    return Deed.of(FloorResult.of(FloorReason.NOTHING_TO_DO, "nothing was asked for"));
  }

  /** Another target of an HPA for good; never while a floor is being written. */
  public synchronized Resizer.Result retarget(String namespace, HpaTarget target) {
    return targets.pursue(namespace, target);
  }

  private Deed floor(Errand.Floor floor) {
    String namespace = floor.target().namespace();
    Optional<HpaObject> hpa =
        floor
            .hpa()
            .map(name -> hpas.named(new HpaName(namespace, name)))
            .orElseGet(() -> hpas.scaling(floor.target()));
    if (hpas.trouble().isPresent()) {
      return Deed.trouble(hpas.trouble().get());
    }
    return hpa.map(seen -> Deed.of(floors.pursue(seen.name(), floor.wish(), hpa)))
        .orElseGet(() -> Deed.of(missing(floor)));
  }

  private static FloorResult missing(Errand.Floor floor) {
    return FloorResult.of(
        FloorReason.HPA_MISSING,
        floor.hpa().map(name -> "no HPA " + name).orElse("no HPA scales " + floor.target()));
  }
}

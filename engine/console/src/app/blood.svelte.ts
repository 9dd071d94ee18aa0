// What the server knows of an incident's blood.
import { services } from "../api/services";
import type { BloodView, GetBloodReply } from "../gen/larm/v1/blood_pb";
import { touchesBlood } from "../state/derive/blood";
import { Followed, followedBy } from "./followed.svelte";

class BloodOf extends Followed<GetBloodReply> {
  get view(): BloodView | undefined {
    return this.now?.blood;
  }
}

export const bloodOf = followedBy(
  (incidentId) => new BloodOf(() => services.blood.getBlood({ incidentId }), (event) => touchesBlood(event, incidentId)),
);

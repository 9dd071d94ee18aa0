// What the server knows of capacity, moves and triage.
import { care } from "../api/care_services";
import { touchesCapacity, touchesHospital, touchesTransfers, touchesTriage } from "../state/derive/news";
import { Followed, followedBy } from "./followed.svelte";

/** Of an incident; "": of all that are open. */
export const capacityOf = followedBy((incidentId) => new Followed(() => care.capacity.getCapacity({ incidentId }), touchesCapacity));

export const pastOf = followedBy(
  (hospitalId) => new Followed(() => care.capacity.getCapacityHistory({ hospitalId }), (event) => touchesHospital(event, hospitalId)),
);

export const transfersOf = followedBy(
  (incidentId) => new Followed(() => care.transfers.getTransfers({ incidentId }), (event) => touchesTransfers(event, incidentId)),
);

export const triageOf = followedBy(
  (incidentId) => new Followed(() => care.triage.getTriage({ incidentId }), (event) => touchesTriage(event, incidentId)),
);

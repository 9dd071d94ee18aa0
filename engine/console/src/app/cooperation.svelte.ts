// What the server knows of an incident's support, situation report and conferences, and of supplies.
import { conferenceService, situationService, supportService } from "../api/cooperation";
import { touchesConferences, touchesSituation, touchesSupplies, touchesSupport } from "../state/derive/cooperation";
import { Followed, followedBy } from "./followed.svelte";

/** Nearly every event is in it, and it is long. */
const situation_every_ms = 3_000;

export const supportOf = followedBy((incidentId) => new Followed(() => supportService.getSupport({ incidentId }), touchesSupport(incidentId)));

export const conferencesOf = followedBy((incidentId) => new Followed(() => conferenceService.getConferences({ incidentId }), touchesConferences(incidentId)));

const suppliesOf = followedBy((regionId) => new Followed(() => supportService.getSupplies({ regionId }), touchesSupplies));
export const suppliesKnown = () => suppliesOf("");

const situations = followedBy((key) => {
  const [incidentId = "", number = "0"] = key.split(" ");
  const isNow = number === "0";
  return new Followed(() => situationService.getSituation({ incidentId, number: Number(number) }), isNow ? touchesSituation(incidentId) : () => false, situation_every_ms);
});

/** `number` 0: as it stands; else as it was sent, which never changes. */
export function situationOf(incidentId: string, number = 0) {
  return situations(`${incidentId} ${number}`);
}

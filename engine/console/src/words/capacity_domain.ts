// What care stages, dimensions, steps, severities, moves and triage are called.
import { FacilityStatus, StepState } from "../gen/larm/v1/capacity_pb";
import type { SeverityCounts } from "../gen/larm/v1/capacity_pb";
import { CareStage, CareStandard, PlusDimension, Severity, TriageMode } from "../gen/larm/v1/domain_pb";
import { LeftBehindWhy, NotNearer, TransferState } from "../gen/larm/v1/transfer_pb";
import { unknownWord } from "./domain";
import { type Pair, say } from "./say.svelte";

export const facilityWord: Record<FacilityStatus, Pair> = {
  [FacilityStatus.UNSPECIFIED]: unknownWord,
  [FacilityStatus.NORMAL]: ["i normalt skick", "in normal order"],
  [FacilityStatus.COMPROMISED]: ["delvis ur funktion", "partly out of order"],
  [FacilityStatus.EVACUATING]: ["utryms", "being evacuated"],
  [FacilityStatus.CLOSED]: ["stängt", "closed"],
};

export const stepStateWord: Record<StepState, Pair> = {
  [StepState.UNSPECIFIED]: ["inte beställt", "not ordered"],
  [StepState.NONE]: ["inte beställt", "not ordered"],
  [StepState.ORDERED]: ["beställt", "ordered"],
  [StepState.ACCEPTED]: ["påbörjat", "accepted"],
  [StepState.DONE]: ["klart", "done"],
  [StepState.FAILED]: ["misslyckades", "failed"],
  [StepState.STEPPING_DOWN]: ["avvecklas", "stepping down"],
};

/** In a sentence. */
export const stageWord: Record<CareStage, Pair> = {
  [CareStage.UNSPECIFIED]: ["vården", "care"],
  [CareStage.EMERGENCY]: ["akuten", "the emergency department"],
  [CareStage.IMAGING]: ["röntgen", "imaging"],
  [CareStage.OPERATING]: ["operation", "operating"],
  [CareStage.INTENSIVE]: ["intensivvården", "intensive care"],
  [CareStage.WARD]: ["vårdavdelningen", "the ward"],
};

/** At the head of a narrow column. */
export const stageShort: Record<CareStage, Pair> = {
  [CareStage.UNSPECIFIED]: unknownWord,
  [CareStage.EMERGENCY]: ["Akut", "ED"],
  [CareStage.IMAGING]: ["Röntgen", "Imaging"],
  [CareStage.OPERATING]: ["Operation", "Operating"],
  [CareStage.INTENSIVE]: ["IVA", "ICU"],
  [CareStage.WARD]: ["Avdelning", "Ward"],
};

export const dimensionWord: Record<PlusDimension, Pair> = {
  [PlusDimension.UNSPECIFIED]: unknownWord,
  [PlusDimension.STAFF]: ["Personal", "Staff"],
  [PlusDimension.PREMISES]: ["Lokaler", "Space"],
  [PlusDimension.EQUIPMENT]: ["Utrustning", "Supplies"],
  [PlusDimension.CONTROL]: ["Styrning", "Command"],
};

export const severityWord: Record<Severity, Pair> = {
  [Severity.UNSPECIFIED]: unknownWord,
  [Severity.SEVERE]: ["svårt skadade", "severely injured"],
  [Severity.MODERATE]: ["måttligt skadade", "moderately injured"],
  [Severity.MINOR]: ["lindrigt skadade", "slightly injured"],
};

export const modeWord: Record<TriageMode, Pair> = {
  [TriageMode.UNSPECIFIED]: unknownWord,
  [TriageMode.NORMAL]: ["Normal triage", "Normal triage"],
  [TriageMode.MASS_CASUALTY]: ["Masskadetriage", "Mass-casualty triage"],
};

export const standardWord: Record<CareStandard, Pair> = {
  [CareStandard.UNSPECIFIED]: unknownWord,
  [CareStandard.CONVENTIONAL]: ["Normal vård", "Conventional care"],
  [CareStandard.CONTINGENCY]: ["Anpassad vård", "Contingency care"],
  [CareStandard.CRISIS]: ["Krisstandard", "Crisis standard"],
};

export const moveStateWord: Record<TransferState, Pair> = {
  [TransferState.UNSPECIFIED]: unknownWord,
  [TransferState.PROPOSED]: ["Föreslagen, väntar på svar", "Proposed, awaits an answer"],
  [TransferState.ACCEPTED]: ["Antagen, inte avrest", "Accepted, not left"],
  [TransferState.UNDER_WAY]: ["På väg", "Under way"],
  [TransferState.ARRIVED]: ["Framme", "Arrived"],
  [TransferState.DECLINED]: ["Avböjd", "Declined"],
  [TransferState.WITHDRAWN]: ["Ersatt av ett nyare förslag", "Replaced by a later proposal"],
  [TransferState.CALLED_OFF]: ["Inställd", "Called off"],
};

export const notNearerWord: Record<NotNearer, Pair> = {
  [NotNearer.UNSPECIFIED]: unknownWord,
  [NotNearer.FULL]: ["har ingen plats", "has no place"],
  [NotNearer.UNKNOWN]: ["det är okänt om det har plats", "it is not known whether it has a place"],
  [NotNearer.DECLINED]: ["har avböjt", "has declined"],
  [NotNearer.REGION_LIMIT]: ["regionen ger inte fler av sina platser", "its region gives no more of its places"],
  [NotNearer.NEEDED]: ["platserna går till dem som annars får längre väg", "its places go to those who would have farther to others"],
};

export const leftBehindWord: Record<LeftBehindWhy, Pair> = {
  [LeftBehindWhy.UNSPECIFIED]: unknownWord,
  [LeftBehindWhy.NO_PLACE]: ["ingen känd ledig plats", "no place is known to be free"],
  [LeftBehindWhy.PLACES_UNKNOWN]: ["det kan finnas plats där ingen har rapporterat", "there may be places where nobody has reported"],
  [LeftBehindWhy.NO_VEHICLE]: ["plats finns, men inget fordon", "there are places, and no vehicle"],
  [LeftBehindWhy.REGION_LIMIT]: ["regioner med plats ger inte fler", "regions with places give no more"],
  [LeftBehindWhy.SITE_UNKNOWN]: ["ingen har sagt var skadeplatsen ligger", "nobody has said where the site is"],
  [LeftBehindWhy.TOO_FAR]: ["vägen kostar mer än att stanna", "the way costs more than staying"],
};

/** Severe, moderate and minor, as in "3/11/23". */
export function countsShort(of: SeverityCounts | undefined): string {
  return `${of?.severe ?? 0}/${of?.moderate ?? 0}/${of?.minor ?? 0}`;
}

const persons = ["{n} svårt, {m} måttligt, {k} lindrigt", "{n} severe, {m} moderate, {k} minor"] as const;

export function countsText(of: SeverityCounts | undefined): string {
  return say(persons, { n: of?.severe ?? 0, m: of?.moderate ?? 0, k: of?.minor ?? 0 });
}

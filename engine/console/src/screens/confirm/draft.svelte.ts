// What has been entered and not sent. Kept in the device, so that a reload or a lost network costs nothing.
import { ReadinessLevel } from "../../gen/larm/v1/domain_pb";
import type { IncidentView } from "../../gen/larm/v1/incident_pb";

/** What is entered in an exercise must not stand in a live form, nor one region's in another's. */
export type DraftOf = { readonly world: string; readonly organisation: string } | undefined;

const keyOf = (whose: DraftOf) => `larm.draft.confirm ${whose?.world ?? ""} ${whose?.organisation ?? ""}`;

export interface Draft {
  /** A reported incident to confirm; empty: a new one. */
  incidentId: string;
  type: string;
  place: string;
  major: string;
  hazards: string;
  access: string;
  services: string;
  dead: number;
  severe: number;
  moderate: number;
  minor: number;
  level: ReadinessLevel;
  massCasualty: boolean;
}

export function emptyDraft(): Draft {
  return {
    incidentId: "",
    type: "",
    place: "",
    major: "",
    hazards: "",
    access: "",
    services: "",
    dead: 0,
    severe: 0,
    moderate: 0,
    minor: 0,
    level: ReadinessLevel.KATASTROF,
    massCasualty: true,
  };
}

export function draftOf(view: IncidentView): Draft {
  const report = view.report;
  return {
    ...emptyDraft(),
    incidentId: view.incidentId,
    type: report?.type ?? "",
    place: report?.exactLocation ?? "",
    major: report?.majorIncident ?? "",
    hazards: report?.hazards ?? "",
    access: report?.access ?? "",
    services: report?.emergencyServices ?? "",
    dead: report?.casualties?.dead ?? 0,
    severe: report?.casualties?.severe ?? 0,
    moderate: report?.casualties?.moderate ?? 0,
    minor: report?.casualties?.minor ?? 0,
  };
}

/** Of the same shape as an empty one, whatever was stored. */
export function readDraft(stored: string | null): Draft | undefined {
  try {
    const read: unknown = JSON.parse(stored ?? "null");
    if (typeof read !== "object" || read === null) {
      return undefined;
    }
    const draft = emptyDraft();
    for (const [name, value] of Object.entries(read)) {
      if (name in draft && typeof value === typeof draft[name as keyof Draft]) {
        Object.assign(draft, { [name]: value });
      }
    }
    return draft;
  } catch {
    return undefined;
  }
}

export function loadDraft(whose: DraftOf): Draft | undefined {
  try {
    return readDraft(sessionStorage.getItem(keyOf(whose)));
  } catch {
    return undefined;
  }
}

export function keepDraft(whose: DraftOf, draft: Draft | undefined): void {
  try {
    if (draft) {
      sessionStorage.setItem(keyOf(whose), JSON.stringify(draft));
    } else {
      sessionStorage.removeItem(keyOf(whose));
    }
  } catch {
    // It lasts as long as the page.
  }
}

/** As the commands carry it. */
export function reportOf(draft: Draft) {
  const { dead, severe, moderate, minor } = draft;
  return {
    majorIncident: draft.major,
    exactLocation: draft.place,
    type: draft.type,
    hazards: draft.hazards,
    access: draft.access,
    emergencyServices: draft.services,
    ...(dead + severe + moderate + minor > 0 ? { casualties: { dead, severe, moderate, minor } } : {}),
  };
}

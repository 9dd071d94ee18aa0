// What the reports of an incident say together, as the core has it (engine/core/known_report): each field as it was said
// last, so that a later report with few fields takes nothing off the board. The hurt belong together, and are of one
// report; to leave out the dead says nothing of them.
import type { Casualties, Methane } from "../gen/larm/v1/domain_pb";

export function reportTogether(known: Methane | undefined, report: Methane): Methane {
  if (known === undefined) {
    return report;
  }
  const said = (field: "majorIncident" | "exactLocation" | "type" | "hazards" | "access" | "emergencyServices") => (report[field].trim() === "" ? known[field] : report[field]);
  const together = {
    ...report,
    majorIncident: said("majorIncident"),
    exactLocation: said("exactLocation"),
    type: said("type"),
    hazards: said("hazards"),
    access: said("access"),
    emergencyServices: said("emergencyServices"),
  };
  const casualties = casualtiesTogether(known.casualties, report.casualties);
  return casualties === undefined ? together : { ...together, casualties };
}

function casualtiesTogether(known: Casualties | undefined, said: Casualties | undefined): Casualties | undefined {
  if (known === undefined || said === undefined) {
    return said ?? known;
  }
  const countsHurt = said.severe > 0 || said.moderate > 0 || said.minor > 0;
  return { ...(countsHurt ? said : known), dead: said.dead > 0 ? said.dead : known.dead };
}

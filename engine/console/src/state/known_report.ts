// What the reports of an incident say together, as the core has it: each field as it was said last, so that a later report
// with few fields takes nothing off the board; the casualties, which belong together, from one report.
import type { Casualties, Methane } from "../gen/larm/v1/domain_pb";

export function reportTogether(known: Methane | undefined, report: Methane): Methane {
  if (known === undefined) {
    return report;
  }
  const casualties = countsHurt(report.casualties) || !countsAnybody(known.casualties) ? (report.casualties ?? known.casualties) : known.casualties;
  const together = {
    ...report,
    majorIncident: report.majorIncident || known.majorIncident,
    exactLocation: report.exactLocation || known.exactLocation,
    type: report.type || known.type,
    hazards: report.hazards || known.hazards,
    access: report.access || known.access,
    emergencyServices: report.emergencyServices || known.emergencyServices,
  };
  return casualties === undefined ? together : { ...together, casualties };
}

function countsHurt(of: Casualties | undefined): boolean {
  return of !== undefined && (of.severe > 0 || of.moderate > 0 || of.minor > 0);
}

function countsAnybody(of: Casualties | undefined): boolean {
  return of !== undefined && (of.dead > 0 || countsHurt(of));
}

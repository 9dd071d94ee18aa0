// Moves as lines on the map: those of one state between the same two places are one line. What has no place is counted.
import type { CasualtySite } from "../../gen/larm/v1/capacity_pb";
import { type TransferMove, TransferState } from "../../gen/larm/v1/transfer_pb";
import { placeOnMap } from "./map_place";

export interface Locate {
  readonly hospitals: readonly { readonly id: string; readonly latitude: number; readonly longitude: number }[];
  readonly sites: readonly CasualtySite[];
}

type Point = readonly [x: number, y: number];

export interface MoveLine {
  readonly key: string;
  readonly is: "proposed" | "going" | "arrived";
  readonly from: string;
  readonly fromSite: boolean;
  readonly to: string;
  readonly count: number;
  readonly path: string;
  readonly end: Point;
  readonly label: Point;
}

const lineIs: Partial<Record<TransferState, MoveLine["is"]>> = {
  [TransferState.PROPOSED]: "proposed",
  [TransferState.ACCEPTED]: "going",
  [TransferState.UNDER_WAY]: "going",
  [TransferState.ARRIVED]: "arrived",
};

function hospitalAt(id: string, { hospitals }: Locate): Point | undefined {
  const found = hospitals.find((each) => each.id === id);
  return found && (found.latitude !== 0 || found.longitude !== 0) ? placeOnMap(found.latitude, found.longitude) : undefined;
}

/** One that lies so many minutes from a hospital is drawn there. */
function siteAt(id: string, locate: Locate): Point | undefined {
  const place = locate.sites.find((each) => each.siteId === id)?.place;
  if (place?.nearHospitalId) {
    return hospitalAt(place.nearHospitalId, locate);
  }
  return place && (place.latitudeE5 !== 0 || place.longitudeE5 !== 0) ? placeOnMap(place.latitudeE5 / 1e5, place.longitudeE5 / 1e5) : undefined;
}

export function linesOf(moves: readonly TransferMove[], locate: Locate): { lines: MoveLine[]; unplaced: number; sites: { id: string; at: Point }[] } {
  const counts = new Map<string, { is: MoveLine["is"]; move: TransferMove; count: number }>();
  for (const move of moves) {
    const is = lineIs[move.state];
    if (is) {
      const key = `${is} ${move.fromSiteId} ${move.fromHospitalId} ${move.toHospitalId}`;
      counts.set(key, { is, move, count: (counts.get(key)?.count ?? 0) + move.count });
    }
  }
  let unplaced = 0;
  const lines = [...counts].flatMap(([key, { is, move, count }]): MoveLine[] => {
    const start = move.fromHospitalId ? hospitalAt(move.fromHospitalId, locate) : siteAt(move.fromSiteId, locate);
    const end = hospitalAt(move.toHospitalId, locate);
    if (!start || !end) {
      unplaced += count;
      return [];
    }
    const bend = bent(start, end);
    return [
      {
        key,
        is,
        from: move.fromHospitalId || move.fromSiteId,
        fromSite: move.fromHospitalId === "",
        to: move.toHospitalId,
        count,
        path: `M${text(start)}Q${text(bend)} ${text(end)}`,
        end,
        label: [(start[0] + 2 * bend[0] + end[0]) / 4, (start[1] + 2 * bend[1] + end[1]) / 4],
      },
    ];
  });
  const sites = locate.sites.flatMap(({ siteId }) => {
    const at = siteAt(siteId, locate);
    return at ? [{ id: siteId, at }] : [];
  });
  return { lines, unplaced, sites };
}

/** There and back are two lines, not one. */
function bent([ax, ay]: Point, [bx, by]: Point): Point {
  return [(ax + bx) / 2 - (by - ay) * 0.15, (ay + by) / 2 + (bx - ax) * 0.15];
}

const text = ([x, y]: Point) => `${x.toFixed(1)} ${y.toFixed(1)}`;

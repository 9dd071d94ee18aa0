// Where a coordinate lies on the drawn map, in the map's own units.
import { cone } from "../../gen/map";

const radians = Math.PI / 180;

export function placeOnMap(latitude: number, longitude: number): readonly [x: number, y: number] {
  const r = cone.f / Math.tan((Math.PI / 2 + latitude * radians) / 2) ** cone.n;
  const angle = cone.n * (longitude - 15.5) * radians;
  return [cone.x + cone.k * r * Math.sin(angle), cone.y + cone.k * r * Math.cos(angle)];
}

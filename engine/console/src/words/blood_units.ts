// What blood is called: groups, products, units in a line. "O neg" and not "O-": a minus is easily overlooked at night.
import { BloodGroup, BloodOfferState, BloodProduct } from "../gen/larm/v1/domain_pb";
import { type Kind, productOf } from "../state/derive/blood_units";
import { unknownWord } from "./domain";
import { type Pair, say } from "./say.svelte";

export const productWord: Record<BloodProduct, Pair> = {
  [BloodProduct.UNSPECIFIED]: ["Röda blodkroppar", "Red cells"],
  [BloodProduct.RED_CELLS]: ["Röda blodkroppar", "Red cells"],
  [BloodProduct.PLASMA]: ["Plasma", "Plasma"],
  [BloodProduct.PLATELETS]: ["Trombocyter", "Platelets"],
};

export const groupWord: Record<BloodGroup, Pair> = {
  [BloodGroup.UNSPECIFIED]: ["alla grupper", "all groups"],
  [BloodGroup.O_NEGATIVE]: ["O neg", "O neg"],
  [BloodGroup.O_POSITIVE]: ["O pos", "O pos"],
  [BloodGroup.A_NEGATIVE]: ["A neg", "A neg"],
  [BloodGroup.A_POSITIVE]: ["A pos", "A pos"],
  [BloodGroup.B_NEGATIVE]: ["B neg", "B neg"],
  [BloodGroup.B_POSITIVE]: ["B pos", "B pos"],
  [BloodGroup.AB_NEGATIVE]: ["AB neg", "AB neg"],
  [BloodGroup.AB_POSITIVE]: ["AB pos", "AB pos"],
};

export const offerStateWord: Record<BloodOfferState, Pair> = {
  [BloodOfferState.UNSPECIFIED]: unknownWord,
  [BloodOfferState.OFFERED]: ["Erbjudet, inte besvarat", "Offered, not answered"],
  [BloodOfferState.ACCEPTED]: ["Antaget", "Accepted"],
  [BloodOfferState.UNDER_WAY]: ["På väg", "Under way"],
  [BloodOfferState.ARRIVED]: ["Framme", "Arrived"],
  [BloodOfferState.WITHDRAWN]: ["Taget tillbaka", "Withdrawn"],
};

const words = {
  perHour: ["{what} (+{n} i timmen)", "{what} (+{n} an hour)"],
} as const;

/** "O neg"; "Plasma"; "Plasma A neg". */
export function kindName(kind: Kind): string {
  const product = say(productWord[kind.product] ?? unknownWord);
  const group = say(groupWord[kind.group] ?? unknownWord);
  if (kind.group === BloodGroup.UNSPECIFIED) {
    return product;
  }
  return productOf(kind) === BloodProduct.RED_CELLS ? group : `${product} ${group}`;
}

interface Line extends Kind {
  readonly units: number;
  readonly perHour?: number;
}

/** "O neg 12 (+4 i timmen), Plasma 40"; empty for nothing. */
export function unitsText(lines: readonly Line[]): string {
  return lines
    .map((line) => {
      const what = `${kindName(line)} ${line.units}`;
      return line.perHour ? say(words.perHour, { what, n: line.perHour }) : what;
    })
    .join(", ");
}

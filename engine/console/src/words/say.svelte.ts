// How a screen says something: a pair of Swedish and English, with places for what varies. The pairs stand in the tables
// beside this file, one for each part of the console; there is no text anywhere else.

export type Language = "sv" | "en";

/** Swedish, English. Places are written {name}. */
export type Pair = readonly [sv: string, en: string];

/** The places of a text, so that a forgotten one does not compile. */
type Places<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Places<Rest> : never;
type Filling<P extends Pair> = Record<Places<P[0]>, string | number>;

let spoken = $state<Language>("sv");

export const language = {
  get now(): Language {
    return spoken;
  },
  set now(next: Language) {
    spoken = next;
  },
};

/** The text in the chosen language. */
export function say<const P extends Pair>(pair: P, ...filling: Places<P[0]> extends never ? [] : [Filling<P>]): string {
  const text = pair[spoken === "sv" ? 0 : 1];
  const values = filling[0] as Record<string, string | number> | undefined;
  return values ? text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place)) : text;
}

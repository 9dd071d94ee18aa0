// Where a long word may be divided: browsers here know no Swedish hyphenation, and without it a narrow column breaks words
// wherever its edge happens to be. Soft hyphens are seen only where a line ends at one.

const soft = "\u00ad";
/** First parts of compounds of this field: after them a word is divided before anywhere else. */
const firsts =
  "ambulans blod central för helikopter intensiv kapacitets konferens läges masskade materiel personal resurs samverkans sekundär sjukhus sjukvårds social standard ställnings triage under utrustnings uthållighets vård åter över";
const byLength = firsts.split(" ").sort((a, b) => b.length - a.length);
const seams = new RegExp(`(${byLength.join("|")})(?=\\p{L}{4,})`, "giu");
/** As many letters as the narrowest column has room for: a part that is no longer goes to the next line whole. */
const whole_max = 11;
const vowel = /[aeiouyåäö]/i;
/** One sound, or two that begin a syllable together. */
const isOneSound = (text: string, at: number) => /^(ng|ck|ch|sk|sj|sh|th|ph|gn|[bdfgkpt][rl])$/i.test(text.slice(at - 1, at + 1));

/** The last consonant before a vowel begins the next line (the rule of Swedish writing), three letters on either side. */
function divided(part: string, whole: number): string {
  if (part.length <= whole) {
    return part;
  }
  let out = part.slice(0, 3);
  let since = 3;
  for (let at = 3; at < part.length; at++) {
    const [before = "", here = "", after = ""] = [part[at - 1], part[at], part[at + 1]];
    const begins = !vowel.test(here) && vowel.test(after) && !isOneSound(part, at);
    if (begins && since >= 3 && part.length - at >= 3 && /\p{L}/u.test(before)) {
      out += soft;
      since = 0;
    }
    out += here;
    since += 1;
  }
  return out;
}

/** `whole`: how long a word is left alone. The same text, which a narrow column may break between the parts of known words, and within others where a syllable seems to
    begin: now and then that is not where a reader would. */
export function hyphenated(text: string, whole = whole_max): string {
  return text.replace(new RegExp(`\\p{L}{${whole + 1},}`, "gu"), (word) =>
    word
      .replace(seams, `$1${soft}`)
      .split(soft)
      .map((part) => divided(part, whole))
      .join(soft),
  );
}

import { distance } from "fastest-levenshtein";

/** Advice for a misspelt word: the known word that is closest, or all of them except those that are not to be listed. */
export function nearest(word: string, known: readonly string[], unlisted?: RegExp): string {
  const meant = closest(word, known);
  const listed = known.filter((one) => unlisted?.test(one) !== true);
  return meant === undefined ? `write one of ${listed.join(", ")}` : `write ${meant}`;
}

/** An unknown input, and the one that was probably meant or else all of them. */
export function unknownInput(word: string, known: readonly string[]): string {
  const meant = closest(word, known);
  const advice = meant === undefined ? `; the inputs are ${known.join(", ")}.` : `; did you mean "${meant}"?`;
  return `unknown input "${word}"${advice}`;
}

/** The known word that a misspelt one probably stands for; `undefined` if none is close. */
export function closest(word: string, known: readonly string[]): string | undefined {
  const tolerated = Math.min(Math.max(2, Math.floor(word.length / 4)), word.length - 1);
  const scored = known.map((candidate) => ({
    candidate,
    edits: distance(word.toLowerCase(), candidate.toLowerCase()),
  }));
  const [best] = scored.sort((one, other) => one.edits - other.edits);
  return best !== undefined && best.edits <= tolerated ? best.candidate : undefined;
}

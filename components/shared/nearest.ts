/** Advice for a misspelt word: the known word that is closest, or all of them. */
export function nearest(word: string, known: readonly string[]): string {
  const meant = closest(word, known);
  return meant === undefined ? `there are ${known.join(", ")}` : `write ${meant}`;
}

/** The known word that a misspelt one was probably meant to be; `undefined` where none is close. */
export function closest(word: string, known: readonly string[]): string | undefined {
  const tolerated = Math.min(Math.max(2, Math.floor(word.length / 4)), word.length - 1);
  const scored = known.map((candidate) => ({
    candidate,
    edits: editsBetween(word.toLowerCase(), candidate.toLowerCase()),
  }));
  const [best] = scored.sort((one, other) => one.edits - other.edits);
  return best !== undefined && best.edits <= tolerated ? best.candidate : undefined;
}

/** How many letters have to be added, dropped or replaced (Levenshtein's distance). */
function editsBetween(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 0; row < from.length; row++) {
    const current = [row + 1];
    for (let column = 0; column < to.length; column++) {
      const replaced = (previous[column] ?? 0) + (from[row] === to[column] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}

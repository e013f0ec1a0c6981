/**
 * What an object itself has under a key that somebody else wrote. Each object also answers to names such as `constructor`, which
 * are no entries of it.
 */
export const ownValue = <T>(of: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(of, key) ? of[key] : undefined;

/** What to do about an update that failed halfway, from what its errors say. */
export const whatToDo = (errors: readonly string[]): string =>
  ADVICE.find(([pattern]) => errors.some((error) => pattern.test(error)))?.[1] ??
  "Fix this, then run mlplatform up again: it continues from here.";

/** The words of the API server, of client-go, and of the clouds' APIs. */
const ADVICE: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [
    /too ?many ?requests|throttl|rate exceeded|rate ?limit|RESOURCE_EXHAUSTED|\b429\b/i,
    "Too many requests were sent. Wait some minutes, then run mlplatform up again: it continues from here.",
  ],
  [
    /connection (refused|reset)|unreachable|i\/o timeout|TLS handshake|no such host|no route to host|\bEOF\b/i,
    "A server did not answer. Check that it runs and that this computer reaches it, then run mlplatform up again: " +
      "it continues from here.",
  ],
];

/** What to do about a run that failed halfway, from what its errors say. The command is the one that runs. */
export function whatToDo(command: "up" | "destroy" | "refresh", errors: readonly string[]): string {
  const lines = errors.flatMap((error) => error.split("\n")).filter((line) => !SAID_BY_PODS.test(line));
  const first = ADVICE.find(([pattern]) => lines.some((line) => pattern.test(line)))?.[1] ?? "Fix this";
  return `${first}, then run mlplatform ${command} again: it continues from here.`;
}

/** The words of the API server, of client-go, of Go's SSH client, and of the clouds' APIs. */
const ADVICE: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [
    /too ?many ?requests|throttl|rate exceeded|rate ?limit|request ?limit|RESOURCE_EXHAUSTED|(?:status|code|http)\W{0,4}429\b/i,
    "Too many requests were sent. Wait some minutes",
  ],
  [
    /connection (refused|reset)|unreachable|i\/o timeout|TLS handshake|no such host|no route to host|\bEOF\b|exited without exit status/i,
    "A server did not answer. Check that it runs and that this computer reaches it",
  ],
];

/** What nodes, pods and webhooks report of servers that they do not reach: of no use to somebody who looks at this computer. */
const SAID_BY_PODS = /probe failed|calling webhook|pull(?:ing)? image|ImagePull|ErrImage/i;

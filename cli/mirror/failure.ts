/** Why a copy failed, as far as it decides what happens next. */
export type Cause =
  /** It is not allowed, which no second try changes. */
  | "permission"
  /** The disk is full, which stops every other copy too. */
  | "disk"
  /** What was asked for does not exist. */
  | "missing"
  /** The network, or a server that may answer later. */
  | "network"
  | "other";

/** A tool, or a file, that failed. The message is what the tool said, on one line. */
export class CopyFailed extends Error {
  override readonly name = "CopyFailed";

  constructor(
    message: string,
    readonly why: Cause = causeOf(message),
  ) {
    super(message);
  }
}

/** By cause, what Helm, Skopeo, registries and the system say. The first that matches counts. */
const SIGNS: readonly (readonly [Cause, RegExp])[] = [
  ["disk", /no space left on device|disk quota exceeded|ENOSPC|EDQUOT|insufficient storage/i],
  [
    "permission",
    /unauthorized|authentication required|basic credential|\bdenied\b|forbidden|method not allowed|EACCES|EPERM|EROFS|read-only/i,
  ],
  ["missing", /manifest unknown|name unknown|repository name not known|not found/i],
  [
    "network",
    /connection (?:refused|reset)|timeout|timed out|deadline exceeded|did not end within|\bEOF\b|no such host|broken pipe|network is unreachable|no route to host|too ?many ?requests|server misbehaving|service unavailable|bad gateway|internal server error/i,
  ],
];

const causeOf = (message: string): Cause => SIGNS.find(([, sign]) => sign.test(message))?.[0] ?? "other";

/** A failure of the file system as a {@link CopyFailed}. */
export function copyFailure(error: unknown): CopyFailed {
  if (error instanceof CopyFailed) return error;
  return new CopyFailed(error instanceof Error ? error.message : String(error));
}

/** How Skopeo says that it failed to read what it was to copy (containers/image 5, copy/copy.go). */
const AT_SOURCE = /initializing source|reading (?:manifest|blob)/;

/** Whether every other copy to the same place would fail in the same way. A source that refuses one image may have the others. */
export const stopsAll = ({ why, message }: CopyFailed): boolean =>
  why === "disk" || (why === "permission" && !AT_SOURCE.test(message));

/** The pauses before further tries, in seconds. */
const PAUSES = [1, 5];

/** Does something again if the network fails. */
export async function withRetries<T>(action: () => Promise<T>, wait: (seconds: number) => Promise<void>): Promise<T> {
  for (const pause of PAUSES) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof CopyFailed) || error.why !== "network") throw error;
      await wait(pause);
    }
  }
  return action();
}

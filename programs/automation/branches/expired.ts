import { EXPIRES } from "./environment";

/** A stack as far as it tells until when it lives. */
export interface StackState {
  readonly resources?: readonly { readonly type: string; readonly inputs?: Readonly<Record<string, unknown>> }[];
}

/**
 * Until when the environment of a state lives, as its namespace says; undefined if it has none: its first run ended before it created
 * anything that is worth keeping.
 */
export function expiryOf({ resources = [] }: StackState): Date | undefined {
  for (const { type, inputs } of resources) {
    if (type !== "kubernetes:core/v1:Namespace") continue;
    const { annotations } = (inputs?.["metadata"] ?? {}) as { annotations?: Readonly<Record<string, string>> };
    const expires = annotations?.[EXPIRES];
    if (expires !== undefined) return new Date(expires);
  }
  return undefined;
}

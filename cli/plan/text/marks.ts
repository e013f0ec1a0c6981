import type { PlannedResource } from "../graph";
import { exposureOf } from "./exposure-of";
import { knownLater } from "./known-later";

/** A remark on a resource, and whether a reader should mind it. */
export interface Mark {
  readonly text: string;
  readonly tone: "secret" | "safe" | "quiet" | "alarm";
}

/** What sets a resource apart: who reaches it, its secrets, its protection, what is not known of it yet. */
export function marksOf(resource: PlannedResource): Mark[] {
  const { inputs, protect, retainOnDelete, deletedWith, read, importId, provider, type, custom, remote } = resource;
  const secrets = custom ? inputs.secrets : (resource.outputs?.secrets ?? []);
  const later = knownLater(resource);
  const onDefault = type.startsWith("kubernetes:") && custom && provider === undefined;
  return [
    ...exposureOf(resource).map(({ text, open }) => mark(open ? "alarm" : "quiet", text)),
    ...when(read, "quiet", "looked up"),
    ...when(!read && importId !== undefined, "quiet", `imports ${importId ?? ""}`),
    ...when(secrets.length > 0, "secret", `secret: ${listed(secrets)}`),
    ...when(protect, "safe", "protected"),
    ...when(retainOnDelete, "safe", "kept on destroy"),
    ...when(deletedWith !== undefined, "quiet", `goes with ${deletedWith?.split("::").at(-1) ?? ""}`),
    ...when(later.length > 0, "quiet", `known later: ${listed(later)}`),
    ...when(remote, "quiet", "its parts are not listed"),
    ...when(onDefault, "alarm", "on the default provider"),
  ];
}

const mark = (tone: Mark["tone"], text: string): Mark => ({ text, tone });

const when = (holds: boolean, tone: Mark["tone"], text: string): Mark[] => (holds ? [mark(tone, text)] : []);

function listed(paths: readonly string[]): string {
  const [shown, more] = [paths.slice(0, 3), paths.length - 3];
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

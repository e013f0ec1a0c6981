import { ApiError } from "../api-error";

const HELP =
  "server-side apply field conflict detected, see https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/" +
  "managing-resources-with-server-side-apply/#handle-field-conflicts-on-existing-resources for troubleshooting help";

/** An error's text, with a hint where another manager owns the field. */
export function explained(error: unknown, fieldManager?: string): string {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof ApiError && error.isConflict && fieldManager !== undefined)) return message;
  return `${HELP}\nThe resource managed by field manager ${JSON.stringify(fieldManager)} had an apply conflict: ${message}`;
}

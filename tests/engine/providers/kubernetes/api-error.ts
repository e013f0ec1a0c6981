import type { Gvk } from "./tokens";
import { formatApiVersion } from "./tokens";

interface StatusBody {
  message?: string;
  reason?: string;
  details?: { kind?: string; causes?: { reason?: string; field?: string }[] };
}

/** The API server refused a request; the text is the server's own. */
export class ApiError extends Error {
  readonly reason: string;
  private readonly body: StatusBody;

  constructor(
    readonly code: number,
    text: string,
  ) {
    const body = parseStatus(text);
    super(body.message ?? (code === 404 ? "the server could not find the requested resource" : text.trim()));
    this.name = "ApiError";
    this.body = body;
    this.reason = body.reason ?? "";
  }

  /** Whether what is missing is the namespace, not the object. */
  get isNamespaceMissing(): boolean {
    return this.code === 404 && this.body.details?.kind === "namespaces";
  }

  get isAlreadyExists(): boolean {
    return this.reason === "AlreadyExists";
  }

  get isConflict(): boolean {
    return this.reason === "Conflict";
  }

  /** The path of a required field that the request would have removed. */
  get requiredField(): string | undefined {
    return this.body.details?.causes?.find((cause) => cause.reason === "FieldValueRequired")?.field;
  }
}

function parseStatus(text: string): StatusBody {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

/** The API server does not know the kind: usually a custom resource whose CRD is not there. */
export class NoMatchError extends Error {
  constructor(gvk: Gvk) {
    super(`no matches for kind ${JSON.stringify(gvk.kind)} in version ${JSON.stringify(formatApiVersion(gvk))}`);
    this.name = "NoMatchError";
  }
}

/** Whether the object, or its kind, is not there. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.code === 404;
}

import { readFileSync } from "node:fs";
import type { PlannedResource, Properties } from "../../recorder/graph";
import { UserError } from "../user-error";
import type { PlanReport } from "./report/report";

/** Name and version of the JSON of a plan. Another version has fields that a reader of this one does not understand. */
export const PLAN_FORMAT = { name: "mlplatform-plan", version: 1 } as const;

/** A plan as its JSON has it; docs/plan.md describes the fields. */
export interface PlanFile {
  readonly format: typeof PLAN_FORMAT;
  readonly project: string;
  readonly stack: string;
  readonly program?: string;
  readonly resources: readonly PlannedResource[];
  readonly outputs: Properties;
  readonly report: PlanReport;
}

/** Reads the JSON of a plan. Throws a {@link UserError} that says what to do if the file is none, or has another version. */
export function readPlanFile(file: string): PlanFile {
  const content = parsed(textOf(file), file);
  const { format, resources, report } = content as Partial<PlanFile>;
  if (format?.name !== PLAN_FORMAT.name) throw noPlan(file);
  const version: unknown = format.version;
  if (version !== PLAN_FORMAT.version) {
    throw new UserError(
      `--compare ${file}: is a plan of version ${String(version)}, and this mlplatform reads version ${String(PLAN_FORMAT.version)}. ` +
        `Write it again with this mlplatform: mlplatform plan --format json --output plan.json`,
    );
  }
  if (!Array.isArray(resources) || typeof report !== "object") throw noPlan(file);
  return content as PlanFile;
}

const noPlan = (file: string): UserError =>
  new UserError(
    `--compare ${file}: is not a plan in JSON. Write one with: mlplatform plan --format json --output plan.json`,
  );

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = { ENOENT: "does not exist", EISDIR: "is a folder", EACCES: "may not be read" }[code ?? ""] ?? message;
    throw new UserError(
      `--compare ${file}: ${why}. Write a plan with: mlplatform plan --format json --output plan.json`,
    );
  }
}

/** Anything that is no object cannot be a plan either. */
function parsed(text: string, file: string): object {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw noPlan(file);
  }
  if (typeof content !== "object" || content === null) throw noPlan(file);
  return content;
}

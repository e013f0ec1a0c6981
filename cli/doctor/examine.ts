import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import type { Evidence, Need, ToolProbe } from "../../components/targets/needs";
import { onPath, runProbe, type ProbeRun } from "./run-probe";

/** What was found out about a need. */
export interface Finding {
  readonly need: Need;
  /** Whether it is there and will do. */
  readonly isThere: boolean;
  /** The version of a tool, if it could be read. */
  readonly version?: string;
  /** Where a tool is. */
  readonly path?: string;
  /** What is wrong, as the end of a sentence that begins with the name. Never what a program printed. */
  readonly problem?: string;
}

/** How long each program may take. */
export interface Limits {
  readonly seconds: number;
}

/** Looks whether something is there. */
export const examine = (need: Need, limits: Limits): Promise<Finding> =>
  need.tool === undefined ? examineEvidence(need, limits) : examineTool(need, need.tool, limits);

async function examineTool(need: Need, tool: ToolProbe, { seconds }: Limits): Promise<Finding> {
  const { program, args, environment, version: form, minimum } = tool;
  const file = onPath(program);
  if (file === undefined) return { need, isThere: false, problem: `is missing: there is no ${program} on the PATH` };
  if (args === undefined) return { need, isThere: true, path: file };

  const command = [program, ...args].join(" ");
  const failed = (problem: string): Finding => ({ need, isThere: false, path: file, problem });
  const run = await runProbe(file, args, { environment, seconds });
  if (run.end !== "exited" || run.code !== 0) return failed(howItFailed(command, run, seconds));
  if (form === undefined) return { need, isThere: true, path: file };
  const version = (form.exec(run.output) ?? form.exec(run.errors))?.[1];
  if (version === undefined) return failed(`has no version that can be read: look at ${command}`);
  if (minimum === undefined || isAtLeast(version, minimum)) return { need, isThere: true, path: file, version };
  return { ...failed(`${version} is too old: at least ${minimum} is needed`), version };
}

function howItFailed(command: string, run: ProbeRun, seconds: number): string {
  if (run.end === "hung") return `does not answer: ${command} did not end within ${String(seconds)} s`;
  if (run.end === "refused") return `cannot be run: ${command} (${run.code})`;
  return `cannot be used: ${command} failed (${run.code === null ? "killed" : `exit code ${String(run.code)}`})`;
}

async function examineEvidence(need: Need, { seconds }: Limits): Promise<Finding> {
  const hung: string[] = [];
  for (const evidence of need.anyOf ?? []) {
    const seen = await isSeen(evidence, seconds);
    if (seen === true) return { need, isThere: true };
    if (typeof seen === "string") hung.push(seen);
  }
  return { need, isThere: false, problem: hung[0] ?? "is missing" };
}

/** Whether the evidence is there; a text says why that cannot be told. */
async function isSeen(evidence: Evidence, seconds: number): Promise<boolean | string> {
  if ("variables" in evidence) return evidence.variables.every((name) => (process.env[name] ?? "") !== "");
  if ("file" in evidence) return isFileSeen(evidence);
  const { program, args, environment, matching = /(?:)/ } = evidence;
  const file = onPath(program);
  if (file === undefined) return false;
  const run = await runProbe(file, args, { environment, seconds });
  if (run.end === "exited") return run.code === 0 && matching.test(run.output);
  return howItFailed([program, ...args].join(" "), run, seconds);
}

function isFileSeen({ file, matching, section }: Extract<Evidence, { readonly file: string }>): boolean {
  const text = textOf(filledIn(file).replace(/^~(?=[\\/])/, homedir()));
  if (text === undefined || matching?.test(text) === false) return false;
  if (section === undefined) return true;
  const wanted = filledIn(section);
  return [...text.matchAll(/^\s*\[\s*(?:profile\s+)?(.+?)\s*\]/gm)].some(([, found]) => found === wanted);
}

/** What is in a file; undefined if it cannot be read. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** A text with the values of its variables. */
const filledIn = (text: string): string =>
  text.replace(/\$\{(\w+):-([^}]*)\}/g, (_, name: string, other: string) => process.env[name] || other);

/** Compares versions number by number: `3.246.1` is at least `3.246`. */
export function isAtLeast(version: string, minimum: string): boolean {
  const [given, needed] = [version, minimum].map((text) => text.split(".").map(Number));
  for (const [index, least] of (needed ?? []).entries()) {
    const number = given?.[index] ?? 0;
    if (number !== least) return number > least;
  }
  return true;
}

import type { Row } from "../../option-row";

/** A row that also tells lines of the data of a script: by resource and variable, the line. */
export interface DataRow extends Row {
  readonly data?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Resources of a machine whose script or connection changes. */
export const scripts = (key: string, parts: readonly string[], inputs = "stdin"): string[] =>
  parts.map((part) => `~ Command ml-${key}${part === "" ? "" : `-${part}`}: ${inputs}`);

/** All commands that connect to a machine that is an agent. */
export const ON_AGENT = ["check", "install", "", "upgrade"];
/** All commands that connect to a machine that is the only server, and those of agents that go through it. */
export const ON_SERVER = ["check", "install", "", "upgrade", "drain", "uncordon", "member"];
export const THROUGH_SERVER = ["drain", "uncordon", "member"];

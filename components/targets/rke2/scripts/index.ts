import * as pulumi from "@pulumi/pulumi";
import { readFileSync } from "node:fs";
import path from "node:path";

/** The parts that scripts are made of. */
export type ScriptPart = "check" | "prepare" | "install" | "node" | "member" | "kubeconfig" | "host-key";

/** Data of a script, by the name of its variable. */
export type ScriptData = Readonly<Record<string, pulumi.Input<string>>>;

/** A part without its comments, because each state has many copies of it. */
const read = (part: ScriptPart | "common"): string =>
  readFileSync(path.join(__dirname, `${part}.sh`), "utf8").replace(/^\s*(#.*)?\n/gm, "");

/**
 * What a shell reads on its standard input: the data, the functions of these parts, and a line that calls the function which the arguments of
 * the shell name. It is a secret, because its data can be. The state keeps it all, so that a later destroy runs the same.
 */
export const script = (parts: readonly ScriptPart[], data: ScriptData): pulumi.Output<string> =>
  pulumi.secret(
    pulumi
      .output(data)
      .apply((known) =>
        [
          ...Object.entries(known).map(([name, value]) => `${name}=${quoted(value)}\n`),
          ...["common" as const, ...parts].map(read),
          'call "$@" </dev/null\n',
        ].join(""),
      ),
  );

/** A text as one word of a shell. */
export const quoted = (text: string): string =>
  /^[\w./:+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

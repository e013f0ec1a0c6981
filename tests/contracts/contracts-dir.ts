import { statSync } from "node:fs";
import * as path from "node:path";

/** The repository's root, whatever folder a test is started from. */
export const repositoryRoot = path.resolve(__dirname, "../..");

/** Where the contract data is, or why there is none. */
export type ContractsPlace = { readonly dir: string } | { readonly absent: string };

/** Finds the data of the real charts: `CONTRACTS_DIR`, by default `../shared/contracts` beside the repository. */
export function locateContracts(env: NodeJS.ProcessEnv, root: string = repositoryRoot): ContractsPlace {
  const given = env.CONTRACTS_DIR;
  const dir = path.resolve(root, given ?? "../shared/contracts");
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory()) return { dir };
  const asked = given === undefined ? "and CONTRACTS_DIR is not set" : `which CONTRACTS_DIR names`;
  return {
    absent:
      `no contract data at ${dir}, ${asked}. ` +
      "Set CONTRACTS_DIR to the folder that holds istio/, cert-manager/ and the other charts' data.",
  };
}

/** Whether this run is one whose result others rely on: there, missing data is a failure, not a reason to skip. */
export function inCi(env: NodeJS.ProcessEnv): boolean {
  return !["", "0", "false"].includes(env.CI ?? "");
}

let reasonPrinted = false;

/**
 * A suite that needs the contract data and is given its folder. Without the data the suite fails in CI; elsewhere it
 * is left pending, and the reason is printed once however many suites ask.
 */
export function describeWithContracts(title: string, suite: (dir: string) => void): void {
  const place = locateContracts(process.env);
  if ("dir" in place) {
    describe(title, () => {
      suite(place.dir);
    });
  } else if (inCi(process.env)) {
    describe(title, () => {
      it("finds the contract data", () => {
        throw new Error(place.absent);
      });
    });
  } else {
    if (!reasonPrinted) console.warn(`contract tests skipped: ${place.absent}`);
    reasonPrinted = true;
    describe.skip(title, () => {
      it("needs the contract data");
    });
  }
}

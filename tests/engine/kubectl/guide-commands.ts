import { readFileSync } from "node:fs";
import { join } from "node:path";
import { locateContracts } from "../../contracts/contracts-dir";
import type { TestCluster } from "../cluster";

/** Runs the guides' commands that print where the Service of a namespace is reached, by the name of their variable. */
export async function guideAnswers(
  cluster: TestCluster,
  namespace: string,
): Promise<Record<"INGRESS_HOST" | "INGRESS_PORT", string>> {
  const place = locateContracts(process.env);
  if ("absent" in place) throw new Error(place.absent);
  const text = readFileSync(join(place.dir, "guides", "aws", "commands.txt"), "utf8");
  const commands = [...text.matchAll(/^(INGRESS_\w+)=\$\(kubectl (.*)\)$/gm)].filter(([, , args = ""]) =>
    args.startsWith(`-n ${namespace} `),
  );
  if (commands.length === 0) throw new Error(`the guides have no command for the namespace ${namespace}`);
  const answers = commands.map(async ([, variable = "", args = ""]) => {
    // Words, of which one is in quotes after `jsonpath=`.
    const words = args.split(" ").map((word) => word.replace(/^jsonpath='(.*)'$/, "jsonpath=$1"));
    return [variable, await cluster.kubectl(...words)] as const;
  });
  return Object.fromEntries(await Promise.all(answers)) as Record<"INGRESS_HOST" | "INGRESS_PORT", string>;
}

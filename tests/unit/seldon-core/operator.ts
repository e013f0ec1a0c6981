import { IngressController, SeldonCore, type IngressFacts, type SeldonCoreArgs } from "../../../components";
import type { Problem } from "../../../components/shared/invalid-args";
import { deploy, type Deployed } from "../../helpers/deploy";
import { cluster, ingressFacts } from "../platform";
import { refusal } from "../refusal";

/** An Emissary of another stack. */
export const EMISSARY: IngressFacts = {
  ...ingressFacts,
  controller: IngressController.Emissary,
  controllerVersion: "4.1.0",
  gateway: undefined,
};

/** A program with an operator behind an ingress of another stack, unless the arguments say otherwise. */
const program = (args: Partial<SeldonCoreArgs>) => {
  const ml = cluster();
  const seldon = new SeldonCore("seldon", { cluster: ml, ingress: ingressFacts, ...args }, { provider: ml.provider });
  return { facts: seldon.facts };
};

/** What such a program creates. */
export const operator = (args: Partial<SeldonCoreArgs> = {}): Promise<Deployed> => deploy(() => program(args));

/** Values of the operator's chart. */
export const chartValues = (graph: Deployed, name = "seldon"): Record<string, unknown> =>
  graph.revealInputs(graph.byName("kubernetes:helm.sh/v3:Release", name))["values"] as Record<string, unknown>;

/** Why such a program is refused: each path with its reason. */
export const refused = async (args: object): Promise<[path: string, reason: string][]> =>
  (await refusal(() => program(args as Partial<SeldonCoreArgs>))).map(({ path, reason }: Problem) => [path, reason]);

import type * as pulumi from "@pulumi/pulumi";
import { shown } from "../../shared/invalid-args";
import { isServer, stepsWithPaths, type PathAndNode } from "../graph";
import type { JsonPath, Predictor } from "../manifest";
import { problemIf, type ManifestProblem } from "./problem";

/** A container of a pod. */
export interface Container {
  readonly name: string;
  /** Where its name is written: at the container, or at a server's step. */
  readonly at: JsonPath;
  /** The step that it serves. */
  readonly step?: PathAndNode;
}

/** A pod of a predictor. */
export interface Pod {
  /** Part of the Deployment's name, in place of the names of the containers. */
  readonly name?: string;
  readonly containers: readonly Container[];
}

/** The pods that the operator creates: it adds servers without a container to the first one (1.17.1, defaults.go). */
export function podsOf(where: JsonPath, { componentSpecs = [], graph }: Predictor): Pod[] {
  const steps = stepsWithPaths([...where, "graph"], graph);
  const written = componentSpecs.map(({ metadata, spec }, pod) => ({
    name: metadata?.name,
    containers: (spec?.containers ?? []).map(({ name }, index) => ({
      name,
      at: [...where, "componentSpecs", pod, "spec", "containers", index, "name"],
      step: steps.find(({ node }) => node.name === name),
    })),
  }));
  const present = written.flatMap(({ containers }) => containers.map(({ name }) => name));
  const added = steps
    .filter(({ node: { name, implementation } }) => isServer(implementation) && !present.includes(name))
    .map((step) => ({ name: step.node.name, at: [...step.at, "name"], step }));
  const [first = { name: undefined, containers: [] }, ...others] = written;
  return added.length === 0 ? written : [{ ...first, containers: [...first.containers, ...added] }, ...others];
}

/** Service accounts of pods: the operator waits forever, and reports nothing, for one that does not exist. */
export function accountProblems(
  predictors: readonly Predictor[],
  existing: pulumi.Input<string> | undefined,
): ManifestProblem[] {
  const accounts = predictors.flatMap(({ graph, componentSpecs = [], explainer }, index) => {
    const at = ["spec", "predictors", index];
    return [
      ...stepsWithPaths([...at, "graph"], graph).map(({ at, node }) => ({ at, account: node.serviceAccountName })),
      ...componentSpecs.map(({ spec }, pod) => ({
        at: [...at, "componentSpecs", pod, "spec"],
        account: spec?.serviceAccountName,
      })),
      { at: [...at, "explainer"], account: explainer?.serviceAccountName },
    ];
  });
  const unknown = accounts.flatMap(({ at, account }) =>
    problemIf(
      account !== undefined && account !== existing && account !== "default",
      [...at, "serviceAccountName"],
      `${shown(account)} cannot be checked here, and the model waits forever if this account does not exist. If it exists, also write it as existingServiceAccount.`,
    ),
  );
  const isUnused = existing !== undefined && !accounts.some(({ account }) => account === existing);
  return unknown.length > 0
    ? unknown
    : problemIf(
        isUnused,
        ["spec", "existingServiceAccount"],
        "is used by no pod. Write it as serviceAccountName of the pods in overrides, or leave it out.",
      );
}

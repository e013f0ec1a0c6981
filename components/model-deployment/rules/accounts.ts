import type * as pulumi from "@pulumi/pulumi";
import { shown } from "../../shared/invalid-args";
import type { Predictor } from "../manifest";
import type { Finding } from "./finding";
import { located } from "./located";

/** Accounts of pods: the operator waits for ever, without a word, for one that does not exist. */
export const accountFindings = (
  predictors: readonly Predictor[],
  existing: pulumi.Input<string> | undefined,
): Finding[] =>
  predictors
    .flatMap(({ graph, componentSpecs = [], explainer }, index) => {
      const at = ["spec", "predictors", index];
      return [
        ...located([...at, "graph"], graph).map(({ at, node }) => ({ at, account: node.serviceAccountName })),
        ...componentSpecs.map(({ spec }, pod) => ({
          at: [...at, "componentSpecs", pod, "spec"],
          account: spec?.serviceAccountName,
        })),
        { at: [...at, "explainer"], account: explainer?.serviceAccountName },
      ];
    })
    .filter(({ account }) => account !== undefined && account !== existing && account !== "default")
    .map(({ at, account }) => ({
      at: [...at, "serviceAccountName"],
      reason: `without the account (${shown(account)}) the model waits for ever. Where it exists, say so by existingServiceAccount.`,
    }));

import type * as pulumi from "@pulumi/pulumi";
import { stepsWithPaths } from "../graph";
import { imageReference } from "../../shared/image-reference";
import type { JsonPath, Predictor } from "../manifest";
import { checkedText, type ManifestProblem } from "./problem";

/** Images that only overrides write; those of the inputs were checked before. */
export const imageProblems = (
  at: JsonPath,
  { graph, componentSpecs = [], explainer }: Predictor,
): ManifestProblem[] => [
  ...stepsWithPaths([...at, "graph"], graph).flatMap(({ at, node }) =>
    checkedImage([...at, "storageInitializerImage"], node.storageInitializerImage),
  ),
  ...componentSpecs.flatMap(({ spec }, pod) =>
    (["containers", "initContainers"] as const).flatMap((list) =>
      (spec?.[list] ?? []).flatMap(({ image }, index) =>
        checkedImage([...at, "componentSpecs", pod, "spec", list, index, "image"], image),
      ),
    ),
  ),
  ...checkedImage([...at, "explainer", "storageInitializerImage"], explainer?.storageInitializerImage),
  ...checkedImage([...at, "explainer", "containerSpec", "image"], explainer?.containerSpec?.image),
];

/** An empty text stands for the operator's own image. */
const checkedImage = (at: JsonPath, image: pulumi.Input<string> | undefined): ManifestProblem[] =>
  image === "" ? [] : checkedText(at, image, imageReference);

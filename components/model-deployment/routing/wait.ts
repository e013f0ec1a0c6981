import type { ModelDeploymentArgs } from "../args";
import { WAIT_FOR, type SeldonDeployment } from "../manifest";
import { derivedNames } from "../rules/derived-names";
import { sharesItself } from "./needs";

/**
 * The custom resource of a model whose own routes share requests among its predictors. They are changed after it, so its update must
 * not end before the pods of a new predictor answer. The operator's state does not tell that, because it may still be that from before
 * the update. But it knows no Deployment of a new predictor before it has read the update, and leaves out a number of available pods
 * that is 0 (1.17.1, seldondeployment_types.go).
 */
export function waitingForPods(args: ModelDeploymentArgs, manifest: SeldonDeployment): SeldonDeployment {
  const { annotations = {} } = manifest.metadata;
  const available = annotations[WAIT_FOR];
  if (available === undefined || !sharesItself(args)) return manifest;
  // In brackets, because the provider reads the path by RFC 9535, in which a name after a dot has no hyphen.
  const pods = derivedNames(manifest, args.seldon.controller)
    .filter(({ kind, at }) => kind === "Deployment" && !at.includes("explainer"))
    .map(({ name }) => `jsonpath={.status.deploymentStatus['${name}'].availableReplicas}`);
  const conditions = JSON.stringify([available, ...pods]);
  return { ...manifest, metadata: { ...manifest.metadata, annotations: { ...annotations, [WAIT_FOR]: conditions } } };
}

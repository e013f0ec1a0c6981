import { createHash } from "node:crypto";
import type { ComponentSpec, Predictor, SeldonDeployment } from "./model";

/**
 * The names that the operator derives (1.17.1, seldondeployment_types.go): readable while they fit into 63 characters,
 * a hash beyond. They are not checked before they are used, so a bad one is refused by the API server.
 */
const fitting = (name: string): string =>
  name.length > 63 ? `seldon-${createHash("md5").update(name).digest("hex")}` : name;

/** Of the model itself: the VirtualService and the label `seldon-deployment-id` bear it. */
export const modelName = ({ metadata }: SeldonDeployment): string => fitting(metadata.name);

/** The Service of a predictor, which routes lead to; its DestinationRule is named alike. */
export const predictorServiceName = ({ metadata }: SeldonDeployment, predictor: Predictor): string =>
  predictor.annotations?.["seldon.io/svc-name"] ?? fitting(`${metadata.name}-${predictor.name}`);

/** The Service of one container of a predictor. */
export const containerServiceName = ({ metadata }: SeldonDeployment, predictor: Predictor, container: string): string =>
  fitting(`${metadata.name}-${predictor.name}-${container}`);

/** The Deployment of one component of a predictor. */
export function deploymentName(
  { metadata }: SeldonDeployment,
  predictor: Predictor,
  { metadata: named, spec }: ComponentSpec,
  index: number,
): string {
  const containers = (spec?.containers ?? []).map(({ name }) => name).join("-");
  return fitting(`${metadata.name}-${predictor.name}-${index}-${named?.name ?? containers}`);
}

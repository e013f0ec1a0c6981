import { serverImage, type Manager } from "./manager";
import {
  nodesOf,
  type ComponentSpec,
  type Container,
  type GraphNode,
  type Predictor,
  type SeldonDeployment,
} from "./model";

const BUILT_IN = ["UNKNOWN_IMPLEMENTATION", "SIMPLE_MODEL", "SIMPLE_ROUTER", "RANDOM_ABTEST", "AVERAGE_COMBINER"];

/** Whether a node runs on one of the operator's own servers. */
export const isServer = ({ implementation = "" }: GraphNode): boolean =>
  implementation !== "" && !BUILT_IN.includes(implementation);

/** A predictor with what the operator fills in. */
export interface Completed extends Predictor {
  readonly labels: Record<string, string>;
  readonly componentSpecs: readonly ComponentSpec[];
}

/**
 * Fills in what the operator does before it makes objects (1.17.1, defaults.go): the label `version`, and a container
 * for each node on a server that has none of its name, in the first component.
 */
export function completed(model: SeldonDeployment, manager: Manager, predictor: Predictor): Completed {
  const { protocol } = model.spec;
  const servers = nodesOf(predictor.graph).filter(isServer);
  const image = (name: string) => {
    const node = servers.find((one) => one.name === name);
    return node && serverImage(manager, node.implementation ?? "", protocol);
  };
  const given = (predictor.componentSpecs ?? []).map((component) =>
    withContainers(
      component,
      (component.spec?.containers ?? []).map((one) => ({ ...one, image: one.image ?? image(one.name) })),
    ),
  );
  const present = new Set(given.flatMap(({ spec }) => spec?.containers ?? []).map(({ name }) => name));
  const added = servers.filter(({ name }) => !present.has(name)).map(({ name }) => ({ name, image: image(name) }));
  return {
    ...predictor,
    labels: { version: predictor.name, ...predictor.labels },
    componentSpecs: added.length === 0 ? given : withFirst(given, added),
  };
}

const withContainers = (component: ComponentSpec, containers: readonly Container[]): ComponentSpec => ({
  ...component,
  spec: { ...component.spec, containers },
});

function withFirst([first = {}, ...others]: ComponentSpec[], added: readonly Container[]): ComponentSpec[] {
  return [withContainers(first, [...(first.spec?.containers ?? []), ...added]), ...others];
}

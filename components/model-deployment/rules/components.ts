import type { Predictor } from "../manifest";
import { isServer, steps } from "../steps";

/** The pods of a predictor, by the names of their containers. */
export interface Component {
  /** Stands in the Deployment's name in place of the containers. */
  readonly name?: string;
  readonly containers: readonly string[];
}

/** The pods as the operator completes them: servers without a container go into the first one (1.17.1, defaults.go). */
export function completed({ componentSpecs = [], graph }: Predictor): Component[] {
  const written = componentSpecs.map(({ metadata, spec }) => ({
    name: metadata?.name,
    containers: spec?.containers?.map(({ name }) => name) ?? [],
  }));
  const present = written.flatMap(({ containers }) => containers);
  const added = steps(graph)
    .filter(({ name, implementation }) => isServer(implementation) && !present.includes(name))
    .map(({ name }) => name);
  const [first = { name: undefined, containers: [] }, ...others] = written;
  return added.length === 0 ? written : [{ ...first, containers: [...first.containers, ...added] }, ...others];
}

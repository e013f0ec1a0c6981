import { readdirSync } from "node:fs";
import path from "node:path";
import type { Check, ComponentChecks } from "./check";
import { clusterChecks } from "./cluster/cluster-checks";
import { fail } from "./outcome";
import type { Platform } from "./platform";

const FOLDER = path.join(__dirname, "checks");

/** What is checked of each kind of component: each file in checks/ is one kind. */
export function componentChecks(): ComponentChecks[] {
  const names = readdirSync(FOLDER).flatMap((file) => /^([a-z0-9-]+)\.[jt]s$/.exec(file)?.[1] ?? []);
  return [...new Set(names)]
    .sort()
    .map((name) => (require(path.join(FOLDER, name)) as { checks: ComponentChecks }).checks); // eslint-disable-line @typescript-eslint/no-require-imports
}

/** The checks of a platform, in the order in which the state has the components. */
export function checksOf(platform: Platform): Check[] {
  const kinds = new Map(componentChecks().map((kind) => [kind.type, kind]));
  return [
    ...platform.otherClusters.flatMap((cluster) => clusterChecks(cluster)),
    ...platform.components.flatMap((component) => {
      const kind = kinds.get(component.type);
      if (kind === undefined) return [];
      return Object.keys(component.outputs).length === 0
        ? [unfinished(component.name, component.type)]
        : kind.of(component, platform);
    }),
  ];
}

/** A component gets its outputs last. */
const unfinished = (component: string, type: string): Check => ({
  component,
  name: type,
  run: () => Promise.resolve(fail("its creation has not ended", "Run mlplatform up, which continues it.")),
});

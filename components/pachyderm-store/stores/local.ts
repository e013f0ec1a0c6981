import { checked, type Check } from "../../shared/checks";
import type { LocalStoreArgs } from "../store-args";
import type { PachydermSpec } from "../spec";
import { placeClaim } from "./place";
import type { Access, Store } from "./store";

const nodePath: Check = (value) =>
  /^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+\/?$/.test(value)
    ? undefined
    : "is not an absolute path of a folder, such as /var/pachyderm; use letters, digits, '-', '_' and '.'";

/** A folder on the one node. Without a fixed path, the chart makes up another one at each update. */
export function localStore({ path }: LocalStoreArgs): Store {
  const folderOf = ({ namespace }: PachydermSpec): string =>
    `${(path ?? `/var/pachyderm/${namespace.name}`).replace(/\/$/, "")}/`;
  const planned = (spec: PachydermSpec): Access => {
    const folder = folderOf(spec);
    return {
      // The chart appends `pachd` to the path as it is.
      storage: { local: { hostPath: folder, requireRoot: true } },
      url: `file://${folder}pachd`,
      dependsOn: [],
    };
  };
  return {
    deployTarget: "LOCAL",
    releases: [],
    objects: () => [],
    places: (_name, spec) => [
      placeClaim(`the folder ${folderOf(spec)} of the node`, "local.path", { isOutside: false }),
    ],
    decided: { "pachd.storage.local": "local.path" },
    fieldProblems: () => checked("local.path", path, nodePath),
    ruleProblems: () => [],
    charts: () => [],
    planned,
    create: ({ spec }) => planned(spec),
  };
}

import { GPU, GPU_TOLERATION } from "../shared/gpu-nodes";
import { amount } from "../shared/quantity";
import type { ResourcesArgs } from "../shared/resources";
import { derived, given, type Values } from "../shared/values";
import type * as pulumi from "@pulumi/pulumi";
import type { JupyterHubProfileArgs, JupyterHubTolerationArgs } from "./notebook-args";

/** The units of KubeSpawner, which are powers of 1024. */
const UNITS = ["T", "G", "M", "K"] as const;

/**
 * An amount of memory as KubeSpawner reads it: it knows neither `4Gi` nor the difference between `4G` and `4Gi` (JupyterHub 5.5,
 * `traitlets.py`, `ByteSpecification`). A number of bytes would be written as 4.29e+09 on its way through Helm.
 */
export function spawnerMemory(quantity: string | undefined): string | undefined {
  if (quantity === undefined) return undefined;
  const kibibytes = amount(quantity) / 1024;
  const power = [3, 2, 1, 0].find((each) => Number.isInteger(kibibytes / 1024 ** each)) ?? 0;
  return `${String(kibibytes / 1024 ** power)}${UNITS[3 - power] ?? "K"}`;
}

const cores = (quantity: string | undefined): number | undefined =>
  quantity === undefined ? undefined : amount(quantity);

/** Text of an environment variable, in which KubeSpawner would replace `{name}`, and Kubernetes `$(NAME)` and `$$`. */
const verbatim = (text: string): string => text.replace(/[{}$]/g, "$&$&");

/** Environment variables whose text is used as it is. */
export const environment = (
  env: Readonly<Record<string, pulumi.Input<string>>>,
): Record<string, pulumi.Input<string>> =>
  Object.fromEntries(Object.entries(env).map(([name, text]) => [name, derived(text, verbatim)]));

/** Resources of a notebook, below `singleuser`. */
export const notebookResources = ({ requests, limits }: ResourcesArgs = {}): Values =>
  given({
    cpu: nonEmpty({ guarantee: cores(requests?.cpu), limit: cores(limits?.cpu) }),
    memory: nonEmpty({ guarantee: spawnerMemory(requests?.memory), limit: spawnerMemory(limits?.memory) }),
  });

function nonEmpty(values: Values): Values | undefined {
  const found = given(values);
  return Object.keys(found).length === 0 ? undefined : found;
}

/** Tolerations in the form of Kubernetes. */
export const tolerationsOf = (tolerations: readonly JupyterHubTolerationArgs[] = []): Values[] =>
  tolerations.map(({ key, value, effect }) =>
    given({ key, operator: value === undefined ? "Exists" : "Equal", value, effect }),
  );

/** Taints of nodes for notebooks alone, which the chart tolerates. The tolerations of a profile replace those of the chart. */
const OF_CHART = ["hub.jupyter.org/dedicated", "hub.jupyter.org_dedicated"].map((key) => ({
  key,
  operator: "Equal",
  value: "user",
  effect: "NoSchedule",
}));

/** What identifies a profile. */
export const slugOf = ({ name, slug }: Pick<JupyterHubProfileArgs, "name" | "slug">): string =>
  slug ??
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");

/** The profiles in the form of KubeSpawner. */
export const profileList = (
  profiles: readonly JupyterHubProfileArgs[],
  tolerations: readonly JupyterHubTolerationArgs[] | undefined,
): Values[] =>
  profiles.map((profile) => {
    const { name, description, image, resources, gpus = 0, env } = profile;
    return given({
      display_name: name,
      slug: slugOf(profile),
      description,
      default: profile.default === true ? true : undefined,
      kubespawner_override: given({
        image,
        cpu_guarantee: cores(resources?.requests?.cpu),
        cpu_limit: cores(resources?.limits?.cpu),
        mem_guarantee: spawnerMemory(resources?.requests?.memory),
        mem_limit: spawnerMemory(resources?.limits?.memory),
        environment: env === undefined ? undefined : environment(env),
        ...(gpus === 0
          ? {}
          : {
              extra_resource_limits: { [GPU]: String(gpus) },
              tolerations: [...OF_CHART, ...tolerationsOf(tolerations), GPU_TOLERATION],
            }),
      }),
    });
  });

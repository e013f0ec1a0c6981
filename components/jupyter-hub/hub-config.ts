import * as pulumi from "@pulumi/pulumi";
import { problemIf, type Problem } from "../shared/invalid-args";
import type { JupyterHubSpec } from "./spec";

const PATH = "charts.jupyterhub.values.hub.config";

/** Classes of notebooks. */
const SPAWNERS = ["KubeSpawner", "Spawner"];

/** By a setting of these classes, what decides the same (KubeSpawner 7.0, `spawner.py`). */
const ELSEWHERE: Readonly<Record<string, string>> = {
  ...{ image: "image", profile_list: "profiles", environment: "extraEnv", default_url: "defaultUrl" },
  ...{ cpu_guarantee: "resources.notebook", cpu_limit: "resources.notebook" },
  ...{ mem_guarantee: "resources.notebook", mem_limit: "resources.notebook" },
  ...{ storage_capacity: "storage.capacity", storage_class: "storage.storageClass" },
  ...{ node_selector: "nodeSelector", tolerations: "tolerations" },
  // In another namespace, no policy applies to notebooks, and volumes are not kept.
  ...{
    namespace: "namespace.name",
    enable_user_namespaces: "namespace.name",
    user_namespace_template: "namespace.name",
  },
  // The policies find notebooks by their labels.
  ...{ common_labels: "the chart", component_label: "the chart", extra_labels: "singleuser.extraLabels of the chart" },
  // These lists would be without the volume of the user.
  volumes: "singleuser.storage.extraVolumes of the chart",
  volume_mounts: "singleuser.storage.extraVolumeMounts of the chart",
  storage_pvc_ensure: "singleuser.storage.type of the chart",
  service_account: "singleuser.serviceAccountName of the chart",
  extra_pod_config: "singleuser.extraPodConfig of the chart",
};

/** Classes of which `hub.config` may hold settings: those of notebooks, and the hub itself. All others can decide who logs in. */
const OPEN_SECTIONS = [...SPAWNERS, "JupyterHub"];

/** Settings of the hub that neither let anyone in nor give rights (JupyterHub 5.5, `app.py`). */
const OPEN_SETTINGS = [
  ...[
    "active_server_limit",
    "active_user_window",
    "activity_resolution",
    "allow_named_servers",
    "authenticate_prometheus",
  ],
  ...["concurrent_spawn_limit", "cookie_max_age_days", "default_server_name", "default_url", "implicit_spawn_seconds"],
  ...["init_spawners_timeout", "last_activity_interval", "log_level", "logo_file", "named_server_limit_per_user"],
  ...[
    "oauth_token_expires_in",
    "redirect_to_server",
    "service_check_interval",
    "shutdown_on_logout",
    "spawn_throttle_retry_range",
  ],
  ...["template_vars"],
];

/** What is wrong with settings that a caller adds: they may not decide who logs in. The typed ones are compared elsewhere. */
export function hubConfigProblems({ args: { charts, allowHubCode = false }, method }: JupyterHubSpec): Problem[] {
  const values = charts?.["jupyterhub"]?.values;
  const config = below(below(values, "hub"), "config");
  const problems = isHubsAccount(below(below(values, "singleuser"), "serviceAccountName"));
  return isMap(config)
    ? [...problems, ...spawnerProblems(config), ...(allowHubCode ? [] : loginProblems(config, method.block))]
    : problems;
}

/** Settings that may decide who logs in. */
function loginProblems(config: Settings, block: string): Problem[] {
  return Object.entries(config).flatMap(([section, settings]) => [
    ...problemIf(
      !OPEN_SECTIONS.includes(section),
      `${PATH}.${section}`,
      `can decide who logs in, which login.${block} does. Leave it out; if that is meant, write allowHubCode: true.`,
    ),
    ...(section === "JupyterHub" && isMap(settings) ? Object.keys(settings) : []).flatMap((key) =>
      problemIf(
        !OPEN_SETTINGS.includes(key),
        `${PATH}.JupyterHub.${key}`,
        "can decide who logs in or which rights they have. Leave it out; if that is meant, write allowHubCode: true.",
      ),
    ),
  ]);
}

/** Settings of notebooks that a typed input or another value decides, for which they would be a second place. */
function spawnerProblems(config: Settings): Problem[] {
  return SPAWNERS.flatMap((section) => {
    const settings = config[section];
    if (settings === undefined) return [];
    if (!isMap(settings)) {
      const what = pulumi.Output.isInstance(settings) ? "an output" : "no object";
      return [{ path: `${PATH}.${section}`, reason: `is ${what}. Write an object with the settings.` }];
    }
    return Object.keys(settings).flatMap((key) =>
      problemIf(
        Object.hasOwn(ELSEWHERE, key),
        `${PATH}.${section}.${key}`,
        `is another place for what ${ELSEWHERE[key] ?? ""} decides. Set that instead.`,
      ),
    );
  });
}

/** The account of the hub may read all Secrets of the namespace, and a notebook is a shell for its user. */
const isHubsAccount = (account: unknown): Problem[] =>
  problemIf(
    account === "hub",
    "charts.jupyterhub.values.singleuser.serviceAccountName",
    "is the account of the hub, with which each user could read all passwords and keys. Write one of your own.",
  );

type Settings = Readonly<Record<string, unknown>>;

const isMap = (value: unknown): value is Settings =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !pulumi.Output.isInstance(value);

const below = (value: unknown, key: string): unknown => (isMap(value) ? value[key] : undefined);

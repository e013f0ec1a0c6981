import * as pulumi from "@pulumi/pulumi";
import type { ProviderArgs } from "@pulumi/kubernetes";
import { settingProblems, settingsOf, type StackSettings } from "./stack-settings";
import type { Problem } from "./invalid-args";

/** Settings of a Kubernetes provider that do not choose a cluster. */
const OPTIONS = [
  ...["alwaysRender", "deleteUnreachable", "enableConfigMapMutable", "enablePatchForce", "enableSecretMutable"],
  ...["enableServerSideApply", "helmReleaseSettings", "kubeClientSettings", "skipUpdateUnreachable"],
  ...["suppressDeprecationWarnings", "suppressHelmHookWarnings", "upsertExistingObjects"],
];
const TEXTS = ["namespace", "renderYamlToDirectory"];

/** Settings that choose the cluster of default providers. A cluster of ours has its own. */
const CLUSTER = ["kubeconfig", "context", "cluster", "clusterIdentifier"];

const config = (): pulumi.Config => new pulumi.Config("kubernetes");

/** The settings that the SDK knows (@pulumi/kubernetes 4.34, provider.js). */
export const kubernetesStackSettings: StackSettings = {
  pkg: "kubernetes",
  readers: Object.fromEntries([
    ...OPTIONS.map((name) => [name, () => config().getObject(name)] as const),
    ...TEXTS.map((name) => [name, () => config().get(name)] as const),
    ...CLUSTER.map((name) => [name, () => undefined] as const),
  ]),
  renamed: { enableDryRun: "write kubernetes:enableServerSideApply" },
};

/** How every Kubernetes provider of a cluster works, as the stack's config says (`kubernetes:deleteUnreachable`). */
export const kubernetesSettings = (): ProviderArgs => settingsOf(kubernetesStackSettings);

/** What is wrong with those settings. */
export const kubernetesSettingProblems = (): Problem[] => settingProblems(kubernetesStackSettings);

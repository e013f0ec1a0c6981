import { ownValue } from "../components/shared/own-value";
import type { PlannedResource } from "../recorder/graph";
import { known } from "./inputs";
import type { CheckedStack } from "./rule";

/** Inputs of one type of resource. */
interface OwnLogins {
  readonly type: string;
  readonly paths: readonly string[];
  /** The input that is false if the login is one of somebody else. @default it never is */
  readonly isOwn?: string;
}

const CHART = "kubernetes:helm.sh/v3:Release";

/**
 * Logins of what a component installs in the cluster, by the component: nothing outside the cluster knows them, and a role cannot take their
 * place. Most are generated; for others, a caller can choose a password that people log in with.
 */
const OWN_LOGINS: Readonly<Record<string, readonly OwnLogins[]>> = {
  "mlplatform:index:JupyterHub": [
    {
      type: CHART,
      paths: [
        "values.proxy.secretToken",
        ...["user_password", "admin_password"].map((key) => `values.hub.config.SharedPasswordAuthenticator.${key}`),
      ],
    },
  ],
  "mlplatform:index:PachydermStore": [
    // The keys of SeaweedFS.
    { type: "kubernetes:core/v1:Secret", paths: ["stringData.seaweedfs_s3_config"] },
    {
      type: CHART,
      paths: ["values.pachd.rootToken", "values.pachd.oauthClientSecret", "values.console.config.oauthClientSecret"],
    },
    {
      type: CHART,
      paths: ["postgresqlPassword", "postgresqlPostgresPassword"].map((key) => `values.global.postgresql.${key}`),
      isOwn: "values.postgresql.enabled",
    },
  ],
  "mlplatform:index:RancherServer": [
    { type: CHART, paths: ["values.bootstrapPassword"] },
    // A destroy reaches the cluster as its provider does.
    { type: "command:local:Command", paths: ["environment.MLPLATFORM_RANCHER_KUBECONFIG"] },
  ],
};

/** Paths of the inputs with logins of what the resource's own component installs. */
export function ownLoginsOf(
  { type, parent, inputs }: PlannedResource,
  stack: Pick<CheckedStack, "resources">,
): string[] {
  const owner = stack.resources.find(({ urn }) => urn === parent)?.type ?? "";
  return (ownValue(OWN_LOGINS, owner) ?? [])
    .filter((own) => own.type === type && (own.isOwn === undefined || known(inputs.values, own.isOwn) !== false))
    .flatMap(({ paths }) => paths);
}

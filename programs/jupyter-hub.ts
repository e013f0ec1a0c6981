import * as pulumi from "@pulumi/pulumi";
import {
  JupyterHub,
  type IngressLayer,
  type JupyterHubArgs,
  type MlCluster,
  type PachydermFacts,
  type SeldonFacts,
} from "../components";
import type { CommonInputs } from "./common-inputs";
import { inputsIn, objectIn, type ConfigKey, type Settings } from "./component-config";
import { fromConfig, type ConfigWords } from "./config-words";

/** The inputs of `JupyterHub` that the config key `jupyterHub` may have. */
export type JupyterHubInputs = Omit<JupyterHubArgs, "cluster" | "ingress">;

/** By the path of a secret input, the config key for it. */
const SECRETS = {
  "login.sharedPassword.userPassword": "jupyterHubUserPassword",
  "login.sharedPassword.adminPassword": "jupyterHubAdminPassword",
  "login.github.clientSecret": "jupyterHubClientSecret",
  "login.google.clientSecret": "jupyterHubClientSecret",
  "login.azureAd.clientSecret": "jupyterHubClientSecret",
  "login.oidc.clientSecret": "jupyterHubClientSecret",
  "login.dummy.password": "jupyterHubUserPassword",
} as const;

const KEY: ConfigKey = {
  key: "jupyterHub",
  type: "JupyterHubArgs",
  example: '{"host": "jupyterhub.example.org", "login": {"sharedPassword": {}, "allowAll": true}}',
  decided: {
    cluster: "it is the cluster of the program",
    ingress: "with host, and without kubernetesIngress and service, the gateway is used",
  },
  secrets: SECRETS,
  block: "login",
};

/** The config key that leaves JupyterHub out. */
const LEFT_OUT = "withoutJupyterHub";

/** What a program itself says about JupyterHub. */
export interface JupyterHubOfProgram {
  /** The config is merged over these inputs. */
  readonly inputs: JupyterHubInputs;
  /** By the path of an input, the config key that it comes from. */
  readonly keys: Readonly<Record<string, string>>;
}

/** What of this program JupyterHub uses. Notebooks reach Seldon Core and Pachyderm if they are here. */
interface Platform {
  readonly cluster: MlCluster;
  readonly ingress: IngressLayer;
  readonly seldon?: SeldonFacts;
  readonly pachyderm?: PachydermFacts | undefined;
  readonly common: CommonInputs;
}

/** What the program says, unless the config leaves JupyterHub out. That other programs do anyway. */
function ofProgramUnlessLeftOut(config: pulumi.Config, ofProgram: JupyterHubOfProgram | undefined) {
  if (!config.requireBoolean(LEFT_OUT)) return ofProgram?.inputs;
  if (Object.keys(objectIn(config, KEY)).length > 0) {
    throw new pulumi.RunError(
      `${LEFT_OUT}: contradicts the key ${KEY.key}, which says what JupyterHub is like; leave one of them out.`,
    );
  }
  if (ofProgram === undefined) {
    throw new pulumi.RunError(
      `${LEFT_OUT}: has no effect, because this program installs JupyterHub only if the key ${KEY.key} asks for it; leave it out.`,
    );
  }
  return undefined;
}

/** JupyterHub, if the config key `jupyterHub` or the program says how users log in. With a host, it is behind the gateway. */
export function jupyterHubFromConfig(
  config: pulumi.Config,
  { cluster, ingress, seldon, pachyderm, common }: Platform,
  ofProgram?: JupyterHubOfProgram,
) {
  const ownInputs = ofProgramUnlessLeftOut(config, ofProgram);
  const found = inputsIn(config, KEY, ownInputs);
  if (found === undefined) return {};
  const inputs = found.inputs as unknown as JupyterHubInputs;
  // What the config replaces does not come from another key any more.
  const keys = Object.entries(ofProgram?.keys ?? {}).filter(
    ([input]) => found.inputs[input] === (ofProgram?.inputs as Settings)[input],
  );
  const words: ConfigWords = { keys: { ...SECRETS, ...Object.fromEntries(keys) }, others: "jupyterHub" };
  const isRouted = inputs.host !== undefined && inputs.kubernetesIngress === undefined && inputs.service === undefined;
  const hub = fromConfig(
    words,
    () =>
      new JupyterHub(
        "jupyterhub",
        {
          ...common,
          ...inputs,
          cluster,
          ...(isRouted ? { ingress } : {}),
          reach: {
            ...(seldon === undefined ? {} : { seldon }),
            ...(pachyderm === undefined ? {} : { pachyderm }),
            ...inputs.reach,
          },
        },
        { provider: cluster.provider },
      ),
  );
  const { sharedPassword, adminUsers = [] } = inputs.login;
  const isGenerated = (input: "userPassword" | "adminPassword") =>
    sharedPassword !== undefined && sharedPassword[input] === undefined;
  return {
    jupyterHubUrl: hub.url,
    // Pulumi warns of an output that is undefined.
    ...(isGenerated("userPassword") ? { jupyterHubPassword: hub.userPassword } : {}),
    ...(isGenerated("adminPassword") && adminUsers.length > 0 ? { jupyterHubAdminPassword: hub.adminPassword } : {}),
  };
}

import type * as pulumi from "@pulumi/pulumi";
import type { ChartPlan } from "../shared/install-chart";
import { mirrored } from "../shared/image-reference";
import { derived, given, type Values } from "../shared/values";
import type { LoginParts } from "./login";
import { imageValues } from "./images";
import { accessSettings } from "./login/access";
import { decidedValues, protectedValues } from "./decided";
import { notebookPolicy } from "./network-policy";
import { NOTEBOOKS_END } from "./notebooks-end";
import { environment, notebookResources, profileList, tolerationsOf } from "./notebooks";
import type { JupyterHubSpec } from "./spec";

/** Name of the Helm release. */
export const RELEASE = "jupyterhub";

/** What the values need besides the inputs. */
export interface Parts extends LoginParts {
  /** Three secrets of 64 hexadecimal digits each. */
  readonly secrets: HubSecrets;
  /** Annotations of the Service in front of JupyterHub. */
  readonly annotations: pulumi.Input<Record<string, string>>;
}

/** Without these, the chart makes up others, and each update could log out all users. */
export interface HubSecrets {
  /** With it, the hub tells the proxy where to forward requests. */
  readonly proxyToken: pulumi.Input<string>;
  /** It signs cookies. */
  readonly cookieSecret: pulumi.Input<string>;
  /** It encrypts what the hub keeps of a login. */
  readonly cryptKey: pulumi.Input<string>;
}

/** The chart of JupyterHub with its values. */
export const jupyterHubChart = (spec: JupyterHubSpec, parts: Parts): ChartPlan => ({
  name: "jupyterhub",
  values: valuesOf(spec, parts),
  decided: decidedValues(spec),
  images: imageValues,
  protected: protectedValues(spec),
});

/** The values of the chart. Pure: the same inputs give the same values. */
export function valuesOf(spec: JupyterHubSpec, parts: Parts): Values {
  const { args } = spec;
  return given({
    hub: hubValues(spec, parts),
    proxy: proxyValues(spec, parts),
    ingress: ingressValues(spec),
    singleuser: notebookValues(spec),
    scheduling: { userScheduler: { enabled: args.userScheduler ?? false } },
    prePuller: { hook: { enabled: args.prePuller ?? false }, continuous: { enabled: args.prePuller ?? false } },
    cull: given({ enabled: args.culling?.enabled ?? true, timeout: args.culling?.timeoutSeconds }),
  });
}

function hubValues(spec: JupyterHubSpec, parts: Parts): Values {
  const { args, method, basePath, storageClass, deleteData } = spec;
  const { login, database, resources } = args;
  // With this login everyone can have every name, so there is nobody to keep out.
  const access = accessSettings(method.block === "dummy" ? { ...login, allowAll: true } : login);
  return given({
    baseUrl: basePath === "/" ? "/" : `${basePath}/`,
    cookieSecret: parts.secrets.cookieSecret,
    config: {
      JupyterHub: given({ authenticator_class: method.authenticator, tornado_settings: tornadoSettings(spec) }),
      [method.section]: { ...access, ...method.settings(parts) },
      CryptKeeper: { keys: [parts.secrets.cryptKey] },
    },
    extraConfig: { ...method.code, ...NOTEBOOKS_END },
    // Else one who is removed from the administrators stays one in the database: most logins leave that as it is (JupyterHub 5.5).
    loadRoles: { admin: { users: access.admin_users } },
    db: {
      pvc: given({
        storage: database?.capacity ?? "1Gi",
        storageClassName: database?.storageClass ?? storageClass,
        // The database is of the release, but users outlive it, as their volumes do.
        annotations: deleteData ? undefined : { "helm.sh/resource-policy": "keep" },
      }),
    },
    resources: resources?.hub,
  });
}

/**
 * Cookies that browsers send by HTTPS only. The hub cannot tell HTTPS if a load balancer ends it, and never marks the cookie `_xsrf` by
 * itself. The first setting is the chart's own, which would be lost. A browser that was told to use HTTPS does so for all ports of the host.
 */
const tornadoSettings = ({ https, port }: JupyterHubSpec): Values | undefined =>
  https
    ? {
        slow_spawn_timeout: 0,
        cookie_options: { secure: true },
        headers: derived(port, (known) => (known === 443 ? { "Strict-Transport-Security": "max-age=15724800" } : {})),
      }
    : undefined;

const proxyValues = (spec: JupyterHubSpec, { secrets, annotations }: Parts): Values => {
  const { args, service, isBehindIngress } = spec;
  return given({
    secretToken: secrets.proxyToken,
    service: given({
      type: service.type,
      annotations,
      loadBalancerSourceRanges: service.sourceRanges.length === 0 ? undefined : [...service.sourceRanges],
    }),
    https:
      args.tls === undefined
        ? { enabled: false }
        : { enabled: true, type: "secret", secret: { name: args.tls.secretName } },
    chp: given({
      // Else the proxy adds its own scheme, plain HTTP, to what the ingress says, and the hub reads the last one. Without an ingress,
      // it must add it, or clients could say what they like.
      extraCommandLineFlags: isBehindIngress ? ["--no-x-forward"] : undefined,
      resources: args.resources?.proxy,
    }),
  });
};

const ingressValues = ({ args: { kubernetesIngress, host } }: JupyterHubSpec): Values =>
  kubernetesIngress === undefined
    ? { enabled: false }
    : given({
        enabled: true,
        ingressClassName: kubernetesIngress.className,
        annotations: kubernetesIngress.annotations,
        hosts: [host],
        tls:
          kubernetesIngress.tlsSecretName === undefined
            ? undefined
            : [{ hosts: [host], secretName: kubernetesIngress.tlsSecretName }],
      });

/** The image of notebooks if the caller names none: with JupyterLab, and with JupyterHub of the same major version. */
export const DEFAULT_IMAGE = { name: "quay.io/jupyter/minimal-notebook", tag: "2026-08-10" };

const notebookValues = ({ args, storageClass }: JupyterHubSpec): Values =>
  given({
    image: {
      name: args.image?.name ?? mirrored(DEFAULT_IMAGE.name, args.imageRegistry),
      tag: args.image?.tag ?? DEFAULT_IMAGE.tag,
    },
    defaultUrl: args.defaultUrl ?? "/lab",
    storage: {
      capacity: args.storage?.capacity ?? "10Gi",
      dynamic: { storageClass: args.storage?.storageClass ?? storageClass },
    },
    extraEnv: args.extraEnv === undefined ? undefined : environment(args.extraEnv),
    ...notebookResources(args.resources?.notebook),
    nodeSelector: args.nodeSelector,
    extraTolerations: args.tolerations === undefined ? undefined : tolerationsOf(args.tolerations),
    profileList: args.profiles === undefined ? undefined : profileList(args.profiles, args.tolerations),
    networkPolicy: notebookPolicy(args),
    // A privileged container would do this, which many clusters refuse. The policy does it.
    cloudMetadata: { blockWithIptables: false },
  });

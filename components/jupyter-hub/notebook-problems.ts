import {
  checked,
  checkedCount,
  checkedEach,
  cidr,
  dns1123Label,
  labelKey,
  labelValue,
  notEmpty,
  type Check,
} from "../shared/checks";
import { claimClass, claimSize } from "../shared/claim-inputs";
import { whenKnown } from "../shared/deferred";
import { gpuProblems } from "../shared/gpu-nodes";
import { problemIf, type Problem } from "../shared/invalid-args";
import { cidrRange, rangesOverlap } from "../shared/ip-range";
import { resourceFieldProblems, resourceProblems } from "../shared/resources";
import { allOperations } from "../targets/operations";
import type { JupyterHubArgs } from "./args";
import type { JupyterHubProfileArgs } from "./notebook-args";
import { slugOf } from "./notebooks";
import type * as pulumi from "@pulumi/pulumi";

/** What is wrong with single inputs of notebooks. */
export const notebookFieldProblems = (args: JupyterHubArgs): Problem[] => [
  ...checked("defaultUrl", args.defaultUrl, urlPath),
  ...checked("image.name", args.image?.name, imageName),
  ...checked("image.tag", args.image?.tag, imageTag),
  ...(args.profiles ?? []).flatMap((profile, index) => profileProblems(`profiles[${String(index)}]`, profile)),
  ...claimSize("storage.capacity", args.storage?.capacity),
  ...claimClass("storage.storageClass", args.storage?.storageClass),
  ...environmentProblems("extraEnv", args.extraEnv),
  ...checkedCount("culling.timeoutSeconds", args.culling?.timeoutSeconds, 60),
  ...resourceFieldProblems("resources.notebook", args.resources?.notebook),
  ...Object.entries(args.nodeSelector ?? {}).flatMap(([key, value]) => [
    ...checked(`nodeSelector.${key}`, key, labelKey),
    ...checked(`nodeSelector.${key}`, value, labelValue),
  ]),
  ...(args.tolerations ?? []).flatMap(({ key, value }, index) => [
    ...checked(`tolerations[${String(index)}].key`, key, labelKey),
    ...checked(`tolerations[${String(index)}].value`, value, labelValue),
  ]),
  ...checkedEach("reach.namespaces", args.reach?.namespaces, dns1123Label),
  ...checkedEach("reach.cidrs", args.reach?.cidrs, outsideBlock),
];

/** What is wrong with inputs of notebooks that do not fit together. */
export const notebookRuleProblems = ({
  profiles,
  resources,
  culling,
  extraEnv,
  tolerations,
  cluster,
}: JupyterHubArgs): Problem[] => [
  ...(profiles ?? []).flatMap(({ gpus = 0 }, index) => {
    const at = `profiles[${String(index)}].gpus`;
    const inputs = { gpu: at, count: at, tolerations: "tolerations" };
    return gpus === 0 ? [] : gpuProblems(inputs, { count: gpus, tolerations }, cluster.gpuPools);
  }),
  ...resourceProblems("resources.notebook", resources?.notebook, { requests: { memory: "1Gi" } }),
  ...(profiles ?? []).flatMap((profile, index) =>
    resourceProblems(`profiles[${String(index)}].resources`, profile.resources, {
      requests: resources?.notebook?.requests ?? { memory: "1Gi" },
      limits: resources?.notebook?.limits,
    }),
  ),
  ...problemIf(
    profiles?.length === 0,
    "profiles",
    "is empty, so there is nothing to choose from. Write a profile, or leave it out.",
  ),
  ...repeated(profiles ?? []),
  ...problemIf(
    extraEnv?.["JUPYTERHUB_DEFAULT_URL"] !== undefined,
    "extraEnv.JUPYTERHUB_DEFAULT_URL",
    "is what defaultUrl decides. Write that instead, or the variable in env of a profile.",
  ),
  ...problemIf(
    culling?.enabled === false && culling.timeoutSeconds !== undefined,
    "culling.timeoutSeconds",
    "has no effect, because culling.enabled is false. Leave one of them out.",
  ),
];

/** Users choose profiles by their slug, and of two defaults JupyterHub takes the first. */
function repeated(profiles: readonly JupyterHubProfileArgs[]): Problem[] {
  const slugs = profiles.map(slugOf);
  const first = profiles.findIndex(({ default: isDefault }) => isDefault === true);
  return profiles.flatMap((profile, index) => [
    ...problemIf(
      slugs.indexOf(slugs[index] ?? "") !== index,
      `profiles[${String(index)}].slug`,
      `"${slugs[index] ?? ""}" is also the slug of profiles[${String(slugs.indexOf(slugs[index] ?? ""))}], and users could choose only one of them. Write another one.`,
    ),
    ...problemIf(
      profile.default === true && index !== first,
      `profiles[${String(index)}].default`,
      `is true, and profiles[${String(first)}] is the default already. Leave one of them out.`,
    ),
  ]);
}

const profileProblems = (path: string, profile: JupyterHubProfileArgs): Problem[] => [
  ...checked(`${path}.name`, profile.name, (value) =>
    /^[^\p{C}]{1,100}$/u.test(value) ? undefined : "is not a name of 1 to 100 characters on one line",
  ),
  ...checked(`${path}.slug`, profile.slug, dns1123Label),
  ...problemIf(
    profile.slug === undefined && profile.name !== "" && slugOf(profile) === "",
    `${path}.slug`,
    "is missing, and none can be derived from a name without letters of a-z and digits. Write one.",
  ),
  ...checked(`${path}.description`, profile.description, notEmpty),
  ...checked(`${path}.image`, profile.image, taggedImage),
  ...resourceFieldProblems(`${path}.resources`, profile.resources),
  ...checkedCount(`${path}.gpus`, profile.gpus, 0, 64),
  ...environmentProblems(`${path}.env`, profile.env),
];

const environmentProblems = (path: string, env: Readonly<Record<string, pulumi.Input<string>>> = {}): Problem[] =>
  Object.entries(env).flatMap(([name, text]) => [
    ...problemIf(
      !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name),
      `${path}.${name}`,
      "is not the name of an environment variable: letters, digits and '_', with no digit first.",
    ),
    ...problemIf(
      ofHub(name),
      `${path}.${name}`,
      "is a variable with which the hub tells a notebook who it is. Leave it out.",
    ),
    ...whenKnown(text, (known) =>
      problemIf(known.includes("\0"), `${path}.${name}`, "has a character that no environment variable can have."),
    ),
  ]);

/**
 * Variables with which the hub tells a notebook who its user is and where the hub is. It would take those of the caller instead
 * (JupyterHub 5.5, `spawner.py`, `get_env`), and nobody could open the notebook, or it would act as another one.
 */
const ofHub = (name: string): boolean =>
  /^(?:JPY_API_TOKEN|JUPYTERHUB_(?:API_TOKEN|API_URL|ACTIVITY_URL|ADMIN_ACCESS|BASE_URL|CLIENT_ID|COOKIE_\w+|HOST|OAUTH_\w+|PUBLIC_\w+|SERVER_NAME|SERVICE_\w+|SSL_\w+|USER))$/.test(
    name,
  );

const IMAGE = /^[a-z0-9]+(?:[._:-][a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/i;
const TAG = /^[A-Za-z0-9_][-A-Za-z0-9_.]{0,127}$/;

const imageName: Check = (value) => {
  const last = value.split("/").at(-1) ?? "";
  if (last.includes(":"))
    return `has a tag; write ${value.slice(0, value.lastIndexOf(":"))} here, and the tag in image.tag`;
  return IMAGE.test(value) ? undefined : "is not the name of an image, such as quay.io/jupyter/scipy-notebook";
};

const imageTag: Check = (value) => (TAG.test(value) ? undefined : "is not a tag of an image, such as 2026-08-10");

/** Without a tag, the newest image would be pulled, which another day can be one for another JupyterHub. */
const taggedImage: Check = (value) => {
  const [, name = "", tag, digest] = /^(.*?)(?::([^:/@]*))?(@sha256:[0-9a-f]{64})?$/s.exec(value) ?? [];
  if (!IMAGE.test(name)) return "is not an image with a tag, such as quay.io/jupyter/scipy-notebook:2026-08-10";
  if (tag === undefined && digest === undefined) return "has no tag, such as quay.io/jupyter/scipy-notebook:2026-08-10";
  return tag === undefined ? undefined : imageTag(tag);
};

const urlPath: Check = (value) =>
  /^\/[^\s?#]*$/.test(value) ? undefined : "is not a path that starts with a slash, such as /lab";

/** A block with an address of metadata would give notebooks the login of their node. */
const outsideBlock: Check = (value) => {
  const found = cidr(value);
  const range = cidrRange(value);
  if (found !== undefined || range === undefined) return found;
  const metadata = [
    ...["169.254.0.0/16", "fe80::/10"],
    ...allOperations().flatMap(({ metadataAddresses = [] }) => metadataAddresses),
  ];
  const open = metadata.find((block) => {
    const other = cidrRange(block);
    return other !== undefined && rangesOverlap(range, other);
  });
  return open === undefined
    ? undefined
    : `has addresses of ${open}, at which clouds give pods the login of their node; use other blocks`;
};

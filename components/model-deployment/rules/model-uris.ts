import type * as pulumi from "@pulumi/pulumi";
import { dns1123Subdomain } from "../../shared/checks";
import { whenKnown } from "../../shared/deferred";
import { isDeferred, shown, type Problem } from "../../shared/invalid-args";
import { ownValue } from "../../shared/own-value";
import { stepsWithPaths } from "../graph";
import type { JsonPath, Predictor, SeldonDeployment } from "../manifest";
import { loadsByItself } from "./pod-parts";
import type { ManifestProblem } from "./problem";

/** What comes after the scheme. */
interface Scheme {
  readonly first: string;
  /** Whether the slashes may be left out, because rclone ignores them. */
  readonly mayOmitSlashes?: boolean;
}

const SCHEMES: Readonly<Record<string, Scheme>> = {
  gs: { first: "bucket", mayOmitSlashes: true },
  s3: { first: "bucket", mayOmitSlashes: true },
  https: { first: "host" },
  pvc: { first: "claim" },
};

/**
 * URIs that the container which loads a model cannot read (1.17.1, model_initializer_injector.go): the operator mounts a
 * volume claim for `pvc://`; everything else is an argument of rclone, which takes what is before the colon as the name of
 * a configured remote. The value is never shown, because it can hold a password.
 */
export const modelUriProblems = (
  at: JsonPath,
  { graph, explainer }: Predictor,
  { annotations }: SeldonDeployment["spec"],
  storageSecret?: string,
): ManifestProblem[] => [
  ...stepsWithPaths([...at, "graph"], graph)
    .filter(({ node }) => !(node.implementation === "TRITON_SERVER" && loadsByItself(annotations)))
    .flatMap(({ at, node }) => uriProblems(at, { envSecretRefName: storageSecret, ...node })),
  ...uriProblems([...at, "explainer"], { envSecretRefName: storageSecret, ...explainer }),
];

/** A step or an explainer. */
interface Loaded {
  readonly modelUri?: pulumi.Input<string>;
  readonly envSecretRefName?: pulumi.Input<string>;
  readonly storageInitializerImage?: pulumi.Input<string>;
}

function uriProblems(at: JsonPath, { modelUri, envSecretRefName, storageInitializerImage }: Loaded): ManifestProblem[] {
  if (modelUri === undefined || modelUri === "" || storageInitializerImage !== undefined) return [];
  const hasSecret = envSecretRefName !== undefined;
  const problems = (path: string): Problem[] =>
    whenKnown(modelUri, (uri, show) => {
      const reason = uriReason(uri, hasSecret, show === shown);
      return reason === undefined ? [] : [{ path, reason: `${reason}.` }];
    });
  const own = [...at, "modelUri"];
  return isDeferred(modelUri)
    ? [{ at: own, reason: "", late: problems }]
    : problems("").map(({ reason }) => ({ at: own, reason }));
}

/** What is wrong with the URI of a model, and what to write; nothing if it can be read. `shows` says whether its scheme may be shown. */
function uriReason(uri: string, hasSecret: boolean, shows: boolean): string | undefined {
  if (uri.trim() !== uri) return "begins or ends with white space. Remove it";
  const [, name, slashes = "", rest = ""] = /^([A-Za-z][\w+.-]*):(\/\/)?(.*)$/s.exec(uri) ?? [];
  const choice = "Write gs://, s3://, https:// or pvc://<claim>/<path>";
  if (name === undefined) return `has no scheme. ${choice}`;
  const scheme = ownValue(SCHEMES, name);
  if (scheme === undefined) {
    return hasSecret
      ? undefined
      : `has ${shows ? `the scheme "${name}:"` : "a scheme"}, which the container that loads the model does not know. ${choice}, or set envSecretRefName of the step to a secret that configures an rclone remote${shows ? ` "${name}"` : " of that name"}`;
  }
  const form = `Write ${name}://<${scheme.first}>/<path>`;
  if (slashes === "" && scheme.mayOmitSlashes !== true) return `has no "//" after "${name}:". ${form}`;
  const [first = ""] = rest.split("/");
  if (first === "") return `names no ${scheme.first}. ${form}`;
  const claim = name === "pvc" ? dns1123Subdomain(first) : undefined;
  return claim === undefined ? undefined : `names a claim whose name ${claim}`;
}

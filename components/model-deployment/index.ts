import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { validatedInput, url } from "../shared/checks";
import { after, keptChildren, publicOutputs } from "../shared/component";
import { refuse, type Problem } from "../shared/invalid-args";
import { clusterOf, providerProblems } from "../shared/provider";
import { validated } from "../shared/shape";
import type { ModelDeploymentArgs } from "./args";
import { inputProblems } from "./input-problems";
import { seldonDeployment, type SeldonDeployment } from "./manifest";
import { shapeFindings } from "./manifest-shape";
import { writtenBy } from "./origin";
import { overrideProblems } from "./overrides";
import { ruleFindings } from "./rules";
import { modelSpec } from "./spec";
import { modelUrls } from "./urls";

const children = keptChildren<{ deployment: kubernetes.apiextensions.CustomResource }>();

/**
 * A model served by Seldon Core, with the traffic shared among its versions.
 *
 * Throws `InvalidArgs` before anything is created when an argument is wrong, also where the operator would accept it and
 * break on it later.
 */
export class ModelDeployment extends pulumi.ComponentResource {
  /** Name of the SeldonDeployment. */
  readonly name: pulumi.Output<string>;
  /** Namespace of the model. */
  readonly namespace: pulumi.Output<string>;
  /** URL to send requests to, with the path of the protocol. */
  readonly restUrl: pulumi.Output<string>;
  /** `host:port` for gRPC; calls carry the metadata `seldon: <name>` and `namespace: <namespace>`. */
  readonly grpcUrl: pulumi.Output<string>;

  constructor(name: string, args: ModelDeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
    const manifest = checkedManifest(name, args, opts);
    super("mlplatform:index:ModelDeployment", name, {}, opts);

    const deployment = new kubernetes.apiextensions.CustomResource(
      name,
      { ...manifest },
      { parent: this, dependsOn: after(args.seldon.ready) },
    );
    children.keep(this, { deployment });

    const { restUrl, grpcUrl } = modelUrls(manifest, baseUrl(name, args));
    this.name = deployment.metadata.name;
    this.namespace = deployment.metadata.namespace;
    this.restUrl = pulumi.all([restUrl, deployment.id]).apply(([url]) => url);
    this.grpcUrl = pulumi.all([grpcUrl, deployment.id]).apply(([url]) => url);
    this.registerOutputs(publicOutputs(this));
  }

  /** The custom resource. */
  get deployment(): kubernetes.apiextensions.CustomResource {
    return children.of(this).deployment;
  }
}

/** The ingress's URL; one that is known only later is judged when it resolves. */
const baseUrl = (name: string, { seldon }: ModelDeploymentArgs): pulumi.Input<string> =>
  validatedInput(`ModelDeployment "${name}"`, "seldon.url", seldon.url, url("http", "https")) ?? seldon.url;

/** The custom resource that the arguments make; everything wrong with them is thrown at once. */
function checkedManifest(
  name: string,
  given: ModelDeploymentArgs,
  opts: pulumi.ComponentResourceOptions | undefined,
): SeldonDeployment {
  const { args, problems } = validated("ModelDeployment", name, given);
  // A server of the wrong name was left out, and must not be called missing too.
  const own = inputProblems(args).filter(({ path }) => !problems.some((wrong) => wrong.path.startsWith(`${path}.`)));
  const typed = [...problems, ...own];
  // A predictor that was no object at all was left out too, and the others bear other numbers now.
  const isCounted = !problems.some(({ path }) => /^predictors\[\d+\]$/.test(path));
  const manifest = seldonDeployment(modelSpec(name, args), args.overrides);
  refuse("ModelDeployment", name, [
    ...providerProblems(opts, clusterOf(args.seldon), "of `seldon`"),
    ...typed,
    ...overrideProblems(args.overrides),
    ...(isCounted ? manifestProblems(manifest, args, typed) : []),
  ]);
  return manifest;
}

/** What is wrong with the custom resource; one that has not its form is judged no further. */
function manifestProblems(manifest: SeldonDeployment, args: ModelDeploymentArgs, typed: readonly Problem[]): Problem[] {
  const written = writtenBy(args);
  const misshapen = shapeFindings(manifest);
  const isUnsound = (predictor: number): boolean => {
    const at = written(["spec", "predictors", predictor]);
    return typed.some(({ path }) => path === at || path.startsWith(`${at}.`));
  };
  const hasShares = !typed.some(({ path }) => /^predictors\[\d+\]\.(traffic|shadow)$/.test(path));
  const { seldon, existingServiceAccount } = args;
  const findings =
    misshapen.length > 0 ? misshapen : ruleFindings(manifest, { seldon, existingServiceAccount, isUnsound, hasShares });
  return findings.map(({ at, reason }) => ({ path: written(at), reason }));
}

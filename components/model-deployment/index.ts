import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { after, keptChildren, publicOutputs } from "../shared/component";
import { refuse } from "../shared/invalid-args";
import { providerProblems } from "../shared/provider";
import { shaped } from "../shared/shape";
import type { ModelDeploymentArgs } from "./args";
import { seldonDeployment, type SeldonDeployment } from "./manifest";
import { ruleProblems } from "./rules";
import { modelSpec, problemsIn } from "./spec";
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

    const { restUrl, grpcUrl } = modelUrls(manifest, args.seldon.url);
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

/** The custom resource that the arguments make; everything wrong with them is thrown at once. */
function checkedManifest(
  name: string,
  given: ModelDeploymentArgs,
  opts: pulumi.ComponentResourceOptions | undefined,
): SeldonDeployment {
  const { args, problems } = shaped("ModelDeployment", name, given);
  // A server of the wrong name was left out, and must not be called missing too.
  const own = problemsIn(args).filter(({ path }) => !problems.some((wrong) => wrong.path.startsWith(`${path}.`)));
  const typed = [...problems, ...own];
  const manifest = seldonDeployment(modelSpec(name, args), args.overrides);
  refuse("ModelDeployment", name, [
    ...providerProblems(opts, undefined),
    ...typed,
    // A wrong choice of server would be reported again as a wrong graph.
    ...(typed.some(({ path }) => path.startsWith("predictors")) ? [] : ruleProblems(manifest)),
  ]);
  return manifest;
}

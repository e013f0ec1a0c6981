import type * as kubernetes from "@pulumi/kubernetes";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";
import { claimObjects } from "../shared/claims";
import { after, keptChildren, publicOutputs } from "../shared/component";
import type { SeldonFacts } from "../shared/facts";
import { refuse } from "../shared/invalid-args";
import { validated } from "../shared/shape";
import type { ModelDeploymentArgs } from "./args";
import { modelClaims } from "./claims";
import { seldonDeployment, type SeldonDeployment } from "./manifest";
import { fieldProblems, ruleProblems } from "./problems";
import { modelSpec } from "./spec";
import { modelUrls } from "./urls";

const children = keptChildren<{ deployment: kubernetes.apiextensions.CustomResource }>();

/**
 * A model served by Seldon Core, with the traffic shared among its versions.
 *
 * Throws `InvalidArgs` before anything is created if an argument is wrong, even if the operator would accept it and fail
 * later.
 */
export class ModelDeployment extends pulumi.ComponentResource {
  /** Name of the SeldonDeployment. */
  readonly name: pulumi.Output<string>;
  /** Namespace of the model. */
  readonly namespace: pulumi.Output<string>;
  /** URL for requests, with the path of the protocol. It resolves when the model is there and the ingress routes. */
  readonly restUrl: pulumi.Output<string>;
  /**
   * `host:port` for gRPC; calls need the metadata `seldon: <name>` and `namespace: <namespace>`. It resolves as
   * `restUrl` does.
   */
  readonly grpcUrl: pulumi.Output<string>;

  constructor(name: string, args: ModelDeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
    const { seldon, manifest } = checkedModel(name, args, opts);
    super("mlplatform:index:ModelDeployment", name, {}, opts);

    const deployment = new CustomResource(name, { ...manifest }, { parent: this, dependsOn: after(seldon.ready) });
    children.keep(this, { deployment });

    const { restUrl, grpcUrl } = modelUrls(manifest, seldon.url);
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

/** The operator, and the custom resource that the arguments describe; throws `InvalidArgs` if an argument is wrong. */
function checkedModel(
  name: string,
  given: ModelDeploymentArgs,
  opts: pulumi.ComponentResourceOptions | undefined,
): { seldon: SeldonFacts; manifest: SeldonDeployment } {
  const { args, problems } = validated("ModelDeployment", name, given);
  refuse("ModelDeployment", name, [...problems, ...fieldProblems(args)]);
  const manifest = seldonDeployment(modelSpec(name, args), args.overrides);
  refuse("ModelDeployment", name, ruleProblems(args, manifest, opts));
  claimObjects("ModelDeployment", name, opts, modelClaims(args, manifest));
  return { seldon: args.seldon, manifest };
}

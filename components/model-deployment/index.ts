import type * as kubernetes from "@pulumi/kubernetes";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";
import { claimObjects } from "../shared/claims";
import { refuseSharedNames } from "../shared/child-names";
import { after, keptChildren } from "../shared/component";
import { refuse } from "../shared/invalid-args";
import { validated } from "../shared/shape";
import { withShortTraces } from "../shared/short-traces";
import type { ModelDeploymentArgs } from "./args";
import { modelClaims } from "./claims";
import { seldonDeployment, type SeldonDeployment } from "./manifest";
import { fieldProblems, ruleProblems } from "./problems";
import { createRouting, waitingForPods } from "./routing";
import { modelSpec } from "./spec";
import { grpcMetadata, modelUrls } from "./urls";

const children = keptChildren<{
  deployment: kubernetes.apiextensions.CustomResource;
  routes: kubernetes.apiextensions.CustomResource[];
}>();

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
  /** `host:port` for gRPC; calls need `grpcMetadata`. It resolves as `restUrl` does. */
  readonly grpcUrl: pulumi.Output<string>;
  /** Metadata of calls by gRPC, by which the ingress leads them to this model. */
  readonly grpcMetadata: pulumi.Output<Record<string, string>>;
  /** URL of the documentation of the model's API, without the input's names; undefined for `ModelProtocol.Tensorflow` and without the orchestrator. */
  readonly docsUrl: pulumi.Output<string | undefined>;
  /** URLs for explanations, by the predictor's name; empty without explainers, and with `ambassador.config`. */
  readonly explainerUrls: pulumi.Output<Record<string, string>>;
  /**
   * A command for a shell that sends a request of four numbers, as a model of irises takes them. It works without a record in DNS; for
   * a certificate of a private authority, add `--cacert`.
   */
  readonly curl: pulumi.Output<string>;

  constructor(name: string, args: ModelDeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
    const { args: own, manifest } = checkedModel(name, args, opts);
    const { seldon } = own;
    super("mlplatform:index:ModelDeployment", name, {}, opts);

    const { deployment, routes } = withShortTraces(() => {
      const deployment = new CustomResource(name, { ...manifest }, { parent: this, dependsOn: after(seldon.ready) });
      return { deployment, routes: createRouting(name, own, manifest, { parent: this, dependsOn: deployment }) };
    });
    children.keep(this, { deployment, routes });

    // Outputs take time and memory, and a program may have a thousand models: all URLs come from one.
    const urls = pulumi
      .all([seldon.url, pulumi.all([deployment, ...routes].map(({ id }) => id))])
      .apply(([url]) => modelUrls(own, manifest, url));
    this.name = deployment.metadata.name;
    this.namespace = deployment.metadata.namespace;
    this.restUrl = urls.apply(({ restUrl }) => restUrl);
    this.grpcUrl = urls.apply(({ grpcUrl }) => grpcUrl);
    const metadata = grpcMetadata(own, manifest);
    this.grpcMetadata = pulumi.output(metadata);
    this.docsUrl = urls.apply(({ docsUrl }) => docsUrl);
    this.explainerUrls = urls.apply(({ explainerUrls }) => explainerUrls);
    this.curl = urls.apply(({ curl }) => curl);
    refuseSharedNames(this);
    // The SDK takes about a millisecond for each output that it registers. The state has those from which the others follow.
    const { restUrl, grpcUrl } = this;
    const { name: ownName, namespace } = manifest.metadata;
    this.registerOutputs({ name: ownName, namespace, restUrl, grpcUrl, grpcMetadata: metadata });
  }

  /** The custom resource. */
  get deployment(): kubernetes.apiextensions.CustomResource {
    return children.of(this).deployment;
  }

  /**
   * The component's own routes beside those of the operator: a VirtualService and DestinationRules, or Mappings. Empty if the operator's
   * routes do all that the inputs say.
   */
  get routes(): kubernetes.apiextensions.CustomResource[] {
    return children.of(this).routes;
  }
}

/** The arguments, and the custom resource that they describe; throws `InvalidArgs` if an argument is wrong. */
function checkedModel(
  name: string,
  given: ModelDeploymentArgs,
  opts: pulumi.ComponentResourceOptions | undefined,
): { args: ModelDeploymentArgs; manifest: SeldonDeployment } {
  const { args, problems } = validated("ModelDeployment", name, given);
  refuse("ModelDeployment", name, [...problems, ...fieldProblems(args)]);
  const manifest = seldonDeployment(modelSpec(name, args), args.overrides);
  refuse("ModelDeployment", name, ruleProblems(args, manifest, opts));
  claimObjects("ModelDeployment", name, opts, modelClaims(args, manifest));
  return { args, manifest: waitingForPods(args, manifest) };
}

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { ModelDeployment, ModelServer, type SeldonFacts } from "../../../components";

/** A model of a branch, beside the models of the platform. */
export interface BranchEnvironment {
  /** The stack of the platform, such as `organization/mlplatform/prod`. It exports `seldon` and `kubeconfig`, as the programs do. */
  readonly platform: string;
  /** Name of the environment: its stack, and its namespace. */
  readonly name: string;
  /** Where the model is, such as `gs://bucket/iris/my-branch`. */
  readonly modelUri: string;
  /** When the environment may be removed. */
  readonly expires: Date;
}

/** Annotation of the namespace with the time after which the environment may be removed, in ISO 8601. */
export const EXPIRES = "mlplatform/expires";

/** The program of a branch's stack. */
export const environmentProgram =
  ({ platform, name, modelUri, expires }: BranchEnvironment) =>
  async () => {
    const stack = new pulumi.StackReference(platform);
    const seldon = (await stack.requireOutputValue("seldon")) as SeldonFacts;
    const provider = new kubernetes.Provider("cluster", {
      kubeconfig: stack.requireOutput("kubeconfig"),
      clusterIdentifier: seldon.clusterIdentifier,
    });
    // The first resource: as soon as anything is there, it says until when.
    const namespace = new kubernetes.core.v1.Namespace(
      "models",
      { metadata: { name, annotations: { [EXPIRES]: expires.toISOString() } } },
      { provider },
    );
    const model = new ModelDeployment(
      "iris",
      {
        seldon,
        namespace: name,
        existingNamespace: true,
        predictors: [{ name: "main", server: ModelServer.Sklearn, modelUri }],
      },
      { provider, dependsOn: namespace },
    );
    return { modelUrl: model.restUrl };
  };

/** A name that stacks and namespaces may have: `branch-fix-42` for `fix/42`. */
export function environmentName(branch: string): string {
  const words = branch
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  if (words === "") throw new Error(`'${branch}' has no letter and no digit for the name of an environment.`);
  return `branch-${words}`.slice(0, 63).replace(/-+$/, "");
}

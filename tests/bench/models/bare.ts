/** As many components as the config says, each with the custom resource of a model and nothing else. */
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { modelCount, PREDICTORS, SELDON } from "./models";

class Model extends pulumi.ComponentResource {
  readonly restUrl: pulumi.Output<string>;

  constructor(name: string, opts: pulumi.ComponentResourceOptions) {
    super("bench:index:Model", name, {}, opts);
    const model = new CustomResource(
      name,
      {
        apiVersion: "machinelearning.seldon.io/v1",
        kind: "SeldonDeployment",
        metadata: {
          name,
          namespace: "models",
          annotations: {
            "pulumi.com/waitFor": "jsonpath={.status.state}=Available",
            "pulumi.com/timeoutSeconds": "600",
          },
        },
        spec: {
          protocol: "seldon",
          predictors: PREDICTORS.map(({ name, traffic, server, modelUri }) => ({
            name,
            traffic,
            graph: { name: "model", type: "MODEL", implementation: server, modelUri },
            componentSpecs: [{ spec: { containers: [{ name: "model" }] } }],
          })),
        },
      },
      { parent: this },
    );
    this.restUrl = pulumi.interpolate`${SELDON.url}/seldon/models/${model.metadata.name}/api/v1.0/predictions`;
    this.registerOutputs({ restUrl: this.restUrl });
  }
}

const provider = new Provider("ml", { kubeconfig: "{}", clusterIdentifier: "dev" });

export const urls = Array.from(
  { length: modelCount() },
  (_, index) => new Model(`iris-${String(index)}`, { provider }).restUrl,
);

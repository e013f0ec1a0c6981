import type { AddOn } from "../add-on";

/** Seldon Core, with the model of its quickstart. */
export const addOn: AddOn = {
  title: "Seldon Core, and a model that it serves",
  byDefault: true,
  imports: ["ModelDeployment", "ModelServer", "SeldonCore"],
  host: "models",
  code: `const seldon = new SeldonCore(
  "seldon",
  {
    cluster,
    ingress,
    modelNamespaces: ["models"],
  },
  k8s,
);
const iris = new ModelDeployment(
  "iris",
  {
    seldon,
    namespace: "models",
    predictors: [
      {
        name: "main",
        server: ModelServer.Sklearn,
        modelUri: "gs://seldon-models/v1.17.1/sklearn/iris",
      },
    ],
  },
  k8s,
);`,
  outputs: { modelUrl: "iris.restUrl", modelCommand: "iris.curl" },
  readme: `**The model** answers at the output \`modelUrl\`. The output \`modelCommand\` asks it without a record in DNS:

\`\`\`sh
pulumi stack output caCertificate > ca.pem
eval "$(pulumi stack output modelCommand) --cacert ca.pem"
\`\`\``,
};

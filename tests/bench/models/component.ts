/** As many models as the config says, each a `ModelDeployment`. */
import { Provider } from "@pulumi/kubernetes/provider";
import { ModelDeployment } from "../../../components";
import { modelCount, PREDICTORS, SELDON } from "./models";

const provider = new Provider("ml", { kubeconfig: "{}", clusterIdentifier: "dev" });

export const urls = Array.from({ length: modelCount() }, (_, index) => {
  const args = { seldon: SELDON, namespace: "models", predictors: [...PREDICTORS] };
  return new ModelDeployment(`iris-${String(index)}`, args, { provider }).restUrl;
});

import * as pulumi from "@pulumi/pulumi";
import { IngressController, ModelServer, type SeldonFacts } from "../../../components";

/** How many models the program creates. */
export const modelCount = (): number => new pulumi.Config("mlplatform").requireNumber("models");

/** An operator of another stack. */
export const SELDON: SeldonFacts = {
  clusterIdentifier: "dev",
  namespace: "seldon-system",
  controller: IngressController.Istio,
  modelNamespaces: ["models"],
  servers: { SKLEARN_SERVER: ["seldon", "v2"] },
  keda: false,
  gateway: "istio-system/seldon-gateway",
  url: "http://lb.example.org",
  ready: "seldon-system",
};

/** A canary: two versions of one model. */
export const PREDICTORS = [
  { name: "main", traffic: 75, server: ModelServer.Sklearn, modelUri: "gs://models/iris/1" },
  { name: "canary", traffic: 25, server: ModelServer.Sklearn, modelUri: "gs://models/iris/2" },
] as const;

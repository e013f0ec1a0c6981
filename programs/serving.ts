import * as pulumi from "@pulumi/pulumi";
import { IngressLayer, ModelDeployment, ModelServer, SeldonCore, type MlCluster, type TlsArgs } from "../components";
import { fromConfig } from "./config-words";

/** HTTPS, as the keys `tls`, `tlsEmail` and `tlsName` describe it. */
function tlsFromConfig(config: pulumi.Config): TlsArgs | undefined {
  const [source, email, name] = [config.require("tls"), config.require("tlsEmail"), config.require("tlsName")];
  const sources: Record<string, TlsArgs | undefined> = {
    "": undefined,
    selfSigned: { selfSigned: {} },
    letsEncrypt: { letsEncrypt: { email } },
    secret: { secret: { name } },
    existingIssuer: { existingIssuer: { name } },
  };
  const choice = Object.keys(sources).filter((key) => key !== "");
  if (!Object.hasOwn(sources, source)) {
    throw new pulumi.RunError(`tls: "${source}" is no source of certificates; write ${choice.join(", ")}, or nothing.`);
  }
  for (const [key, value, users] of [
    ["tlsEmail", email, ["letsEncrypt"]],
    ["tlsName", name, ["secret", "existingIssuer"]],
  ] as const) {
    if (value !== "" && !users.some((user) => user === source)) {
      throw new pulumi.RunError(`${key}: is for tls: ${users.join(" or ")} only; leave it out.`);
    }
  }
  return sources[source];
}

/** What every program of this folder installs in its cluster: Istio, Seldon Core, and two versions of a model. */
export function serving(cluster: MlCluster) {
  const config = new pulumi.Config();
  const k8s = { provider: cluster.provider };
  const canary = config.requireNumber("canaryTraffic");
  if (canary < 0 || canary > 100) {
    throw new pulumi.RunError(
      `canaryTraffic: ${canary} is not a percentage of the requests; write a number from 0 to 100.`,
    );
  }
  const common = {
    mirror: config.get("mirror") || undefined,
    allowUntestedVersions: config.requireBoolean("allowUntestedVersions"),
  };
  const hosts = config.requireObject<string[]>("hosts");
  const ingress = fromConfig(
    {
      keys: {
        "tls.letsEncrypt.email": "tlsEmail",
        "tls.letsEncrypt.challenge": "tls",
        "tls.secret.name": "tlsName",
        "tls.existingIssuer.name": "tlsName",
      },
      advice: {
        "sourceRanges, internal: true or": "sourceRanges, or",
        "Write allowPublic: true instead, or choose AcmeChallenge.Dns01 or another source of certificates.":
          "Write allowPublic: true and sourceRanges: [], or another value.",
        "Write tls.letsEncrypt.challenge: AcmeChallenge.Dns01, or each host by its name.":
          "Write each host by its name.",
      },
    },
    () =>
      new IngressLayer(
        "ingress",
        {
          cluster,
          istio: {},
          hosts: hosts.length === 0 ? undefined : hosts,
          tls: tlsFromConfig(config),
          sourceRanges: config.requireObject<string[]>("sourceRanges"),
          allowPublic: config.requireBoolean("allowPublic"),
          ...common,
        },
        k8s,
      ),
  );
  const seldon = new SeldonCore("seldon", { cluster, ingress, modelNamespaces: ["models"], ...common }, k8s);
  const server = ModelServer.Sklearn;
  const iris = new ModelDeployment(
    "iris",
    {
      seldon,
      namespace: "models",
      predictors: [
        { name: "main", server, modelUri: "gs://seldon-models/v1.17.1/sklearn/iris", traffic: 100 - canary },
        { name: "canary", server, modelUri: "gs://seldon-models/v1.18.2/sklearn/iris", traffic: canary },
      ],
    },
    k8s,
  );
  return {
    kubeconfig: cluster.kubeconfig,
    host: ingress.host,
    url: ingress.url,
    // Pulumi warns of an output that is undefined.
    caCertificate: ingress.caCertificate.apply((pem) => pem ?? ""),
    modelUrl: iris.restUrl,
  };
}

import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import { Service } from "@pulumi/kubernetes/core/v1/service";
import { Route, type IngressLayer, type MlCluster } from "../../components";
import { fromConfig, type ConfigWords } from "../config-words";

const words: ConfigWords = { keys: { host: "domain" } };

/** A web server behind the gateway: how to reach a Service of your own by a host name. */
export function exampleSite(
  host: string,
  {
    cluster,
    ingress,
    imageRegistry,
  }: { readonly cluster: MlCluster; readonly ingress: IngressLayer; readonly imageRegistry: string },
): Route {
  const k8s = { provider: cluster.provider };
  const namespace = new Namespace("nginx", { metadata: { name: "nginx" } }, k8s);
  const metadata = { name: "nginx", namespace: namespace.metadata.name };
  const labels = { app: "nginx" };
  new Deployment(
    "nginx",
    {
      metadata,
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              { name: "nginx", image: `${imageRegistry}/library/nginx:1.29`, ports: [{ containerPort: 80 }] },
            ],
          },
        },
      },
    },
    k8s,
  );
  new Service("nginx", { metadata, spec: { selector: labels, ports: [{ name: "http", port: 80 }] } }, k8s);
  return fromConfig(
    words,
    () =>
      new Route(
        "nginx",
        { ingress, namespace: "nginx", host, service: { name: "nginx", port: 80 } },
        { ...k8s, dependsOn: namespace },
      ),
  );
}

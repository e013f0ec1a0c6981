import { parse } from "yaml";
import { dataOf, ofContainers, podsAnd } from "./pod-images";
import { RESIZE_IMAGE } from "./unrendered";

/** What istiod reads of its values in order to add a proxy to a pod. */
interface InjectionValues {
  readonly global: {
    readonly hub: string;
    readonly tag: string;
    readonly variant?: string;
    readonly proxy: { readonly image: string };
    readonly proxy_init: { readonly image: string };
  };
}

/** The images of istiod, and of the proxy that it adds to pods (`ProxyImage` in pkg/kube/inject/webhook.go of 1.30). */
export const istiodImages = podsAnd((objects) => {
  const values = dataOf(objects, "ConfigMap", "istio-sidecar-injector")?.data?.values;
  if (values === undefined) return [];
  const { hub, tag, variant = "", proxy, proxy_init } = (JSON.parse(values) as InjectionValues).global;
  const version = variant === "" ? tag : `${tag}-${variant}`;
  return [proxy, proxy_init].map(({ image }) => (image.includes("/") ? image : `${hub}/${image}:${version}`));
});

const SOLVER = "--acme-http01-solver-image=";

/** The images of cert-manager, and of the pods that answer a challenge. */
export const certManagerImages = podsAnd((objects) =>
  ofContainers<string>(objects, "args").flatMap((arg) => (arg.startsWith(SOLVER) ? [arg.slice(SOLVER.length)] : [])),
);

/** The JSON of the ConfigMap from which the operator takes images. */
interface OperatorConfig {
  readonly predictor_servers: Record<
    string,
    { readonly protocols: Record<string, { readonly image: string; readonly defaultImageVersion?: string }> }
  >;
  readonly explainer: { readonly image: string; readonly image_v2: string };
  readonly storageInitializer: { readonly image: string };
}

/** The images of the operator, and of all pods that it creates for models. */
export const seldonImages = podsAnd((objects) => {
  const data = dataOf(objects, "ConfigMap", "seldon-config")?.data ?? {};
  const { predictor_servers, explainer, storageInitializer } = Object.fromEntries(
    Object.entries(data).map(([key, text]) => [key, JSON.parse(text) as unknown]),
  ) as Partial<OperatorConfig>;
  const servers = Object.values(predictor_servers ?? {}).flatMap(({ protocols }) => Object.values(protocols));
  const variables = ofContainers<{ readonly name: string; readonly value?: string }>(objects, "env");
  return [
    ...servers.map(({ image, defaultImageVersion = "" }) =>
      defaultImageVersion === "" ? image : `${image}:${defaultImageVersion}`,
    ),
    explainer?.image,
    explainer?.image_v2,
    storageInitializer?.image,
    variables.find(({ name }) => name === "EXECUTOR_CONTAINER_IMAGE_AND_VERSION")?.value,
  ].filter((image) => image !== undefined);
});

/** The images of Pachyderm, and of the pods that pachd creates for pipelines. */
export const pachydermImages = podsAnd((objects) =>
  ofContainers<{ readonly name: string; readonly value?: string }>(objects, "env").flatMap(({ name, value }) =>
    (name === "WORKER_IMAGE" || name === "WORKER_SIDECAR_IMAGE") && value !== undefined ? [value] : [],
  ),
);

/** The images of SeaweedFS, also of the job that a plain render lacks. */
export const seaweedFsImages = podsAnd(() => [RESIZE_IMAGE]);

/** The images of JupyterHub, and of notebooks. */
export const jupyterHubImages = podsAnd((objects) => {
  const values = dataOf(objects, "Secret", "hub")?.data?.["values.yaml"];
  if (values === undefined) return [];
  const { singleuser } = parse(Buffer.from(values, "base64").toString()) as HubValues;
  return [`${singleuser.image.name}:${singleuser.image.tag}`];
});

/** What the hub reads of its values in order to start a notebook. */
interface HubValues {
  readonly singleuser: { readonly image: { readonly name: string; readonly tag: string } };
}

/** The images of the provisioner, and of the pods that create and remove folders. */
export const localPathImages = podsAnd((objects) => {
  const written = ofContainers<string>(objects, "command");
  return written.filter((_, index) => written[index - 1] === "--helper-image");
});

import type { TestChart } from "./mirror-bench";
import type { ImageForm } from "./test-images";

/** A chart of a Helm repository, and one of a registry. */
export const CHARTS: readonly TestChart[] = [
  {
    chart: "shop",
    version: "1.2.3",
    repository: "https://shop.github.io/charts",
    template: deployment("shop", "docker.io/example/shop:{{ .Values.tag }}"),
  },
  {
    chart: "queue",
    version: "v0.4.0",
    repository: "oci://ghcr.io/example/charts",
    template: deployment("queue", "quay.io/example/queue:v0.4.0"),
  },
];

/** The images that they and the program name. */
export const IMAGES: Readonly<Record<string, ImageForm>> = {
  "docker.io/example/shop:7": { text: "shop", architectures: ["amd64", "arm64"] },
  "quay.io/example/queue:v0.4.0": { text: "queue", types: "oci", architectures: ["amd64", "s390x"] },
  "docker.io/library/busybox:1.37": { text: "busybox" },
  ...Object.fromEntries(numbers().map((at) => [`ghcr.io/example/worker-${at}:1.0`, { text: `worker ${at}` }])),
};

/** A project whose program names the charts, and pods with the other images. */
export const PROJECT = {
  "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
  "Pulumi.dev.yaml": "config: {}\n",
  "index.ts": `
import { Deployment } from "@pulumi/kubernetes/apps/v1";
import { Release } from "@pulumi/kubernetes/helm/v3/release";

new Release("shop", {
  chart: "shop",
  version: "1.2.3",
  repositoryOpts: { repo: "https://shop.github.io/charts" },
  values: { tag: "7" },
});
new Release("queue", { chart: "oci://ghcr.io/example/charts/queue", version: "v0.4.0" });

const images = ["busybox:1.37", ${numbers()
    .map((at) => `"ghcr.io/example/worker-${at}:1.0"`)
    .join(", ")}];
const containers = images.map((image, at) => ({ name: "c" + at, image }));
const labels = { app: "workers" };
new Deployment("workers", {
  spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
});
`,
};

function numbers(): string[] {
  return Array.from({ length: 9 }, (_, at) => String(at + 1));
}

function deployment(name: string, image: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: ${name}
          image: "${image}"
`;
}

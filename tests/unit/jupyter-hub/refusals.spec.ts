import { JupyterHubServiceType } from "../../../components";
import { ingressFacts } from "../platform";
import { HOST } from "./hub";
import { refuses, type Row } from "./refused";

const IMAGE = "quay.io/jupyter/scipy-notebook:2026-08-10";
const LoadBalancer = { type: JupyterHubServiceType.LoadBalancer };
const profile = (...own: object[]) => ({ profiles: own.map((one) => ({ name: "One", image: IMAGE, ...one })) });

const rows: Row[] = [
  [
    "a host that the ingress does not serve",
    { ingress: { ...ingressFacts, hosts: ["a.example.org"] }, host: HOST },
    "host",
    /is not served by the ingress/,
  ],
  ["an ingress without a host", { ingress: ingressFacts }, "host", /^is missing: behind an ingress/],
  ["two ingresses", { ingress: ingressFacts, kubernetesIngress: {}, host: HOST }, "kubernetesIngress", /second way in/],
  ["a service behind an ingress", { ingress: ingressFacts, host: HOST, service: {} }, "service", /^has no effect/],
  [
    "a certificate behind an ingress",
    { ingress: ingressFacts, host: HOST, tls: { secretName: "a" } },
    "tls",
    /^has no effect/,
  ],
  [
    "HTTPS said twice",
    { kubernetesIngress: { tlsSecretName: "a", https: true }, host: HOST },
    "kubernetesIngress.https",
    /^has no effect/,
  ],
  [
    "models' path as the base path",
    { ingress: { ...ingressFacts, hosts: [HOST] }, host: HOST, basePath: "/seldon" },
    "basePath",
    /where Istio leads to models/,
  ],
  ["a base path with a slash at its end", { basePath: "/jupyter/" }, "basePath", /none at its end/],
  ["the internet without HTTPS", { service: { ...LoadBalancer, allowPublic: true } }, "tls", /plain HTTP/],
  [
    "half the internet",
    { service: { ...LoadBalancer, sourceRanges: ["0.0.0.0/1"] }, tls: { secretName: "a" } },
    "service.sourceRanges[0]",
    /service\.allowPublic: true/,
  ],
  [
    "a public Service inside the cluster",
    { service: { allowPublic: true } },
    "service.allowPublic",
    /applies to a load balancer only/,
  ],
  [
    "a load balancer on a cluster without",
    { service: LoadBalancer },
    "service.type",
    /provides no load balancers/,
    { providesLoadBalancers: false },
  ],
  [
    "an internal load balancer that the cluster cannot make",
    { service: LoadBalancer },
    "service",
    /internal load balancer, for which the cluster has no annotations/,
  ],
  [
    "limits beside no limits",
    { service: { ...LoadBalancer, allowPublic: true, sourceRanges: ["203.0.113.0/24"] }, tls: { secretName: "a" } },
    "service.allowPublic",
    /^has no effect/,
  ],

  ["a profile without an image", { profiles: [{ name: "One" }] }, "profiles[0].image", /^is missing/],
  ["a profile without a tag", profile({ image: "quay.io/jupyter/scipy-notebook" }), "profiles[0].image", /has no tag/],
  [
    "two defaults",
    profile({ default: true }, { name: "Two", default: true }),
    "profiles[1].default",
    /profiles\[0\] is the default already/,
  ],
  [
    "two equal slugs",
    profile({ name: "A b" }, { name: "a-B" }),
    "profiles[1].slug",
    /"a-b" is also the slug of profiles\[0\]/,
  ],
  [
    "a GPU in a cluster without",
    profile({ gpus: 1 }),
    "profiles[0].gpus",
    /^no node of the cluster has a GPU/,
    { gpuPools: [] },
  ],
  [
    "more GPUs than a node has",
    profile({ gpus: 2 }),
    "profiles[0].gpus",
    /^2 is more than a node has: at most 1/,
    { gpuPools: [{ name: "gpu", type: "nvidia-l4", count: 1, typeLabel: "accelerator", taints: [] }] },
  ],
  ["a name from which no slug follows", profile({ name: "小" }), "profiles[0].slug", /^is missing/],
  ["no profile", { profiles: [] }, "profiles", /^is empty/],
  [
    "a profile that reserves more than its limit",
    profile({ resources: { limits: { memory: "512Mi" } } }),
    "profiles[0].resources.limits.memory",
    /is below/,
  ],
  [
    "a tag in the name of the image",
    { image: { name: "example.org/lab:1", tag: "1" } },
    "image.name",
    /write example\.org\/lab here/,
  ],
  [
    "a variable with a dash",
    { extraEnv: { "A-B": "1" } },
    "extraEnv.A-B",
    /is not the name of an environment variable/,
  ],
  [
    "a variable by which the hub tells a notebook who it is",
    { extraEnv: { JUPYTERHUB_API_TOKEN: "known" } },
    "extraEnv.JUPYTERHUB_API_TOKEN",
    /the hub tells a notebook who it is/,
  ],
  [
    "such a variable in a profile",
    profile({ env: { JUPYTERHUB_SERVICE_PREFIX: "/user/eve/" } }),
    "profiles[0].env.JUPYTERHUB_SERVICE_PREFIX",
    /the hub tells a notebook who it is/,
  ],
  [
    "a page at two places",
    { extraEnv: { JUPYTERHUB_DEFAULT_URL: "/tree" } },
    "extraEnv.JUPYTERHUB_DEFAULT_URL",
    /what defaultUrl decides/,
  ],
  ["a gap that no notebook survives", { culling: { timeoutSeconds: -1 } }, "culling.timeoutSeconds", /at least 60/],
  ["a page without a slash", { defaultUrl: "lab" }, "defaultUrl", /starts with a slash/],
  ["a size in GB", { storage: { capacity: "10GB" } }, "storage.capacity", /write 10Gi/],
  [
    "a timeout without culling",
    { culling: { enabled: false, timeoutSeconds: 60 } },
    "culling.timeoutSeconds",
    /^has no effect/,
  ],
  [
    "a block with the metadata of a cloud",
    { reach: { cidrs: ["169.254.0.0/16"] } },
    "reach.cidrs[0]",
    /has addresses of 169\.254\.0\.0\/16/,
  ],
  [
    "a block with the metadata of another cloud",
    { reach: { cidrs: ["168.63.128.0/20"] } },
    "reach.cidrs[0]",
    /has addresses of 168\.63\.129\.16\/32/,
  ],
  ...[
    ["a single address of metadata", "169.254.170.23/32", /has addresses of 169\.254\.0\.0\/16/],
    ["everything in IPv6", "::/0", /has addresses of fe80::\/10/],
    ["all private addresses of IPv6", "fd00::/8", /has addresses of fd00:ec2::\/32/],
    ["metadata of Google Cloud in IPv6", "fd20:ce::/64", /has addresses of fd20:ce::254\/128/],
  ].map(([what, block, reason]): Row => [
    String(what),
    { reach: { cidrs: [block] } },
    "reach.cidrs[0]",
    reason as RegExp,
  ]),
  [
    "data of a namespace of others",
    { namespace: { create: false }, deleteData: true },
    "deleteData",
    /cannot delete the volumes/,
  ],
  [
    "a version that we do not test",
    { charts: { jupyterhub: { version: "4.3.0" } } },
    "charts.jupyterhub.version",
    /not a combination we test/,
  ],
];

describe("JupyterHub refuses", () => {
  refuses(rows);
});

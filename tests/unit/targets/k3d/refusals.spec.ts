import type { K3dClusterArgs, MlClusterArgs } from "../../../../components";
import { refusalsOf, untyped, type Refused } from "../refused";
import { sample } from "../samples/k3d";
import { clusterArgs } from "./cluster";

const itRefuses = refusalsOf(clusterArgs);

const of = (k3d: K3dClusterArgs, path: string, reason: string): Refused => [{ k3d }, [`k3d.${path}`, reason]];
const HOST_NAME = "is not a host name, as k3d wants it; use letters, digits, '-' and '.', such as ml.";
const MEMORY = "is not an amount of memory, as Docker writes it: 8G or 512m.";
const IMAGE = "is not an image with a tag, such as rancher/k3s:v1.35.8-k3s1.";
const PATH = "is not an absolute path without ':' and '$', such as /srv/data.";
const LONG = "a".repeat(33);

describe("the block k3d refuses what k3d and Docker refuse", () => {
  itRefuses({
    "a name over 32 characters": of({ name: LONG }, "name", `"${LONG}" has 33 characters, and k3d takes at most 32.`),
    "a name with an underscore": of({ name: "my_lab" }, "name", `"my_lab" ${HOST_NAME}`),
    "a name that ends with a hyphen": of({ name: "lab-" }, "name", `"lab-" ${HOST_NAME}`),
    "a name for a shell": of({ name: "$(id)" }, "name", `"$(id)" ${HOST_NAME}`),
    "no server": of({ servers: 0 }, "servers", "0 is not a whole number of at least 1."),
    "half an agent": of({ agents: 0.5 }, "agents", "0.5 is not a whole number of at least 0."),
    "memory in words of Kubernetes": of({ serversMemory: "8Gi!" }, "serversMemory", `"8Gi!" ${MEMORY}`),
    "memory without a unit": of({ serversMemory: "8" }, "serversMemory", `"8" ${MEMORY}`),
    "memory that is too little": of(
      { agents: 1, agentsMemory: "100m" },
      "agentsMemory",
      '"100m" is too little: k3s needs at least 512m.',
    ),
    "an image without a tag": of({ image: "rancher/k3s" }, "image", `"rancher/k3s" ${IMAGE}`),
    "an image of a channel": of({ image: "stable" }, "image", `"stable" ${IMAGE}`),
    "an image for a shell": of({ image: "k3s:$TAG" }, "image", `"k3s:$TAG" ${IMAGE}`),
    "a port that does not exist": of({ httpPort: 70000 }, "httpPort", "70000 is too large. Write at most 65535."),
    "port 0": of({ apiPort: 0 }, "apiPort", "0 is not a whole number of at least 1."),
    "a host name to listen at": of(
      { listenAddress: "localhost" },
      "listenAddress",
      '"localhost" is not an IPv4 address, such as 127.0.0.1.',
    ),
    "a subnet with host bits": of(
      { subnet: "172.28.0.1/16" },
      "subnet",
      '"172.28.0.1/16" has bits set beyond its prefix; write 172.28.0.0/16.',
    ),
    "a subnet of the internet": of(
      { subnet: "8.8.0.0/16" },
      "subnet",
      '"8.8.0.0/16" is not a private IPv4 block, such as 172.28.0.0/16.',
    ),
    "a subnet that is too small": of(
      { subnet: "172.28.0.0/29" },
      "subnet",
      '"172.28.0.0/29" is too small; write a block of at least 16 addresses, such as 172.28.0.0/16.',
    ),
    "the subnet of pods": of(
      { subnet: "10.42.0.0/16" },
      "subnet",
      '"10.42.0.0/16" has addresses of 10.42.0.0/15, which k3s gives to pods and Services; write another, such as 172.28.0.0/16.',
    ),
    "memory that is too much": of(
      { serversMemory: "9999999T" },
      "serversMemory",
      '"9999999T" is more than Docker can count.',
    ),
    "an image in upper case": of(
      { image: "Rancher/K3s:v1.35.8-k3s1" },
      "image",
      '"Rancher/K3s:v1.35.8-k3s1" has upper case in its name, which Docker refuses; write rancher/k3s:v1.35.8-k3s1.',
    ),
    "an image with an empty part": of({ image: "rancher/.k3s:v1" }, "image", `"rancher/.k3s:v1" ${IMAGE}`),
    "an image with a long tag": of({ image: `k3s:${"v".repeat(129)}` }, "image", `"k3s:${"v".repeat(52)}... ${IMAGE}`),
    "an IPv6 address to listen at": of(
      { listenAddress: "::1" },
      "listenAddress",
      '"::1" is not an IPv4 address, such as 127.0.0.1.',
    ),
    "a volume that k3d would delete": of(
      { volumes: [{ source: "k3d-data", path: "/data" }] },
      "volumes[0].source",
      '"k3d-data" begins with k3d-, and k3d deletes such a volume together with the cluster; use another name.',
    ),
    "a volume at the root": of(
      { volumes: [{ source: "/srv", path: "/" }] },
      "volumes[0].path",
      '"/" is the root of a node; write a folder below it, such as /data.',
    ),
    "a volume at a path of two forms": of(
      { volumes: [{ source: "/srv", path: "/data/../data/" }] },
      "volumes[0].path",
      '"/data/../data/" is not in its shortest form; write /data.',
    ),
    "a volume where k3d keeps images": of(
      { volumes: [{ source: "/srv", path: "/k3d/images" }] },
      "volumes[0].path",
      '"/k3d/images" is where k3d keeps images; write another path, such as /data.',
    ),
    "a name that Docker does not give to a registry": of(
      { registries: { create: { port: 5000, name: "r" } } },
      "registries.create.name",
      '"r" has 1 characters, and Docker takes 2 to 63.',
    ),
    "a registry that is created and exists": of(
      { registries: { create: { port: 5000 }, use: ["images:5001", "k3d-ml-registry:5000"] } },
      "registries.use[1]",
      '"k3d-ml-registry:5000" is the registry that k3d.registries.create creates. Write one of them only.',
    ),
    "a subnet without an address for each node": of(
      { subnet: "172.28.0.0/28", servers: 3, agents: 7, registries: { create: { port: 5000 } } },
      "subnet",
      '"172.28.0.0/28" has 16 addresses, and this cluster needs 17. Write a larger block.',
    ),
    "a volume of a relative path": of(
      { volumes: [{ source: "./data", path: "/data" }] },
      "volumes[0].source",
      "\"./data\" is neither an absolute path without ':' and '$', such as /srv/data, nor the name of a Docker volume.",
    ),
    "a volume of a variable": of(
      { volumes: [{ source: "/srv", path: "/data/$HOME" }] },
      "volumes[0].path",
      `"/data/$HOME" ${PATH}`,
    ),
    "a registry without a port": of(
      { registries: { use: ["images"] } },
      "registries.use[0]",
      '"images" is not the name and port of a registry, such as k3d-images:5000.',
    ),
    "a registry with a wrong name": of(
      { registries: { create: { port: 5000, name: "a_b" } } },
      "registries.create.name",
      `"a_b" ${HOST_NAME}`,
    ),
    "the text of a registries.yaml": of(
      { registries: { configFile: "mirrors: {}" } },
      "registries.configFile",
      `"mirrors: {}" ${PATH}`,
    ),
    "a number of servers as text": [untyped({ k3d: { servers: "3" } }), ["k3d.servers", '"3" is text, not a number.']],
  });
});

describe("the block k3d refuses inputs that do not fit together", () => {
  itRefuses({
    "one port for HTTP and HTTPS": of({ httpPort: 8443 }, "httpsPort", "8443 is also httpPort. Write another port."),
    "the port of the API server for a registry": of(
      { registries: { create: { port: 6443 } } },
      "registries.create.port",
      "6443 is also apiPort. Write another port.",
    ),
    "memory for agents, of which there are none": of(
      { agentsMemory: "4G" },
      "agentsMemory",
      "has no effect, because there are no agents. Write agents, or leave it out.",
    ),
    "two volumes at one path": of(
      {
        volumes: [
          { source: "/srv/a", path: "/data" },
          { source: "/srv/b", path: "/data" },
        ],
      },
      "volumes[1]",
      '"/data" is listed twice. Write another path for one of the volumes.',
    ),
    "registries without any": of(
      { registries: {} },
      "registries",
      "is empty. Write create, use or configFile, or leave it out.",
    ),
    "an empty list of registries": of(
      { registries: { use: [] } },
      "registries.use",
      "is empty. Name a registry, or leave it out.",
    ),
    "an image of another version": [
      { kubernetesVersion: "1.36", k3d: { image: "rancher/k3s:v1.35.8-k3s1" } },
      [
        "k3d.image",
        '"rancher/k3s:v1.35.8-k3s1" has Kubernetes 1.35.8, and kubernetesVersion is "1.36". Leave one of them out.',
      ],
    ],
    "an image whose tag tells no version": [
      { k3d: { image: "registry.example.org/k3s:mine" } },
      [
        "kubernetesVersion",
        "is missing, and the tag of k3d.image does not tell it. Write the version that the image has.",
      ],
    ],
    "an image of a version that is not tested": [
      { k3d: { image: "rancher/k3s:v1.30.1-k3s1" } },
      [
        "k3d.image",
        '"1.30.1" is not a Kubernetes version we test (tested: 1.34, 1.35, 1.36). Choose a tested one, or write allowUntestedVersions: true.',
      ],
    ],
    "a version without a known release": [
      { kubernetesVersion: "1.33", allowUntestedVersions: true },
      [
        "kubernetesVersion",
        '"1.33" leaves open which release of k3s it means (known: 1.34, 1.35, 1.36). Write a patch version, such as 1.35.8, or k3d.image.',
      ],
    ],
  });
});

const values: Partial<Record<keyof MlClusterArgs, unknown>> = {
  nodePools: { general: { min: 1 } },
  apiAccess: { allowPublic: true },
  admins: ["me"],
  viewers: ["you"],
  storage: { className: "fast" },
  logRetentionDays: 30,
  tags: { team: "ml" },
  charts: { metallb: { version: "0.16.1" } },
  mirror: "https://charts.example.org",
  imageRegistry: "registry.example.org",
};

describe("a cluster of k3d refuses common inputs that it has no use for", () => {
  for (const input of sample.unsupportedInputs) {
    itRefuses({
      [input]: [untyped({ [input]: values[input] }), [input, "has no effect on the target k3d. Leave it out."]],
    });
  }
});

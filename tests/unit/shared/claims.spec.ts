import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import {
  IngressController,
  IngressLayer,
  JupyterHub,
  MlCluster,
  ModelDeployment,
  PachydermStore,
  RancherServer,
  SeldonCore,
  type IngressLayerArgs,
} from "../../../components";
import { claimedBy } from "../../../components/shared/claims";
import { deploy, type Deployed } from "../../helpers/deploy";
import { CERTIFICATE, KEY } from "../ingress-layer/certificates";
import { kubeconfig } from "../kubeconfig";
import { cluster, clusterFacts, ingressFacts, seldonFacts } from "../platform";
import { refusal } from "../refusal";

type Provider = pulumi.ProviderResource;

const seldon = (name: string, args: object, provider: Provider) =>
  new SeldonCore(name, { cluster: clusterFacts, ingress: ingressFacts, ...args }, { provider });
const layer = (name: string, args: Partial<IngressLayerArgs>, provider: Provider) =>
  new IngressLayer(name, { cluster: clusterFacts, istio: {}, allowPublic: true, ...args }, { provider });
const pachyderm = (name: string, args: object, provider: Provider) => {
  const behind = { ingress: ingressFacts, host: "pachyderm.example.org" };
  return new PachydermStore(
    name,
    { cluster: clusterFacts, seaweedFs: {}, allowWithoutLogins: true, ...behind, ...args },
    { provider },
  );
};
const hub = (name: string, args: object, provider: Provider) => {
  const login = { sharedPassword: {}, allowAll: true };
  return new JupyterHub(name, { cluster: clusterFacts, login, ...args }, { provider });
};
const rancher = (args: object, provider: Provider) =>
  new RancherServer("x", { cluster: clusterFacts, host: "rancher.example.org", kubeconfig, ...args }, { provider });
const model = (name: string, args: object, provider: Provider) =>
  new ModelDeployment(
    name,
    {
      seldon: seldonFacts,
      namespace: "models",
      predictors: [{ name: "main", image: "registry.example.org/iris:2" }],
      ...args,
    },
    { provider },
  );

const components: Record<string, (name: string, namespace: string, provider: Provider) => unknown> = {
  SeldonCore: (name, namespace, provider) => seldon(name, { namespace: { name: namespace } }, provider),
  IngressLayer: (name, namespace, provider) => layer(name, { namespace: { name: namespace } }, provider),
};

const ONLY_ONE: Record<string, { path: string; reason: string }> = {
  SeldonCore: {
    path: "cluster",
    reason:
      'already has the operator of SeldonCore "one". Use that one; or write a controllerId, or singleNamespace: true, for both.',
  },
  IngressLayer: {
    path: "istio",
    reason:
      'the cluster already has the Istio control plane of IngressLayer "one", and can have only one. ' +
      "For a second gateway, write istio.controlPlane: <that layer>.",
  },
};

for (const [type, create] of Object.entries(components)) {
  describe(`A second ${type}`, () => {
    it("of one cluster is refused, and the first one is named", async () => {
      const problems = await refusal(() => {
        const { provider } = cluster();
        create("one", "a", provider);
        create("other", "b", provider);
      });
      assert.deepEqual(problems, [ONLY_ONE[type]]);
    });

    it("of the same program, planned again, is not", async () => {
      for (let run = 0; run < 2; run++) {
        const graph = await deploy(() => create("one", "a", cluster().provider));
        assert.equal(graph.ofType(`mlplatform:index:${type}`).length, 1);
      }
    });
  });
}

describe("Two components of different types that create one object", () => {
  const shared = "write namespace.create: false to share the namespace.";
  const rows: [what: string, create: (provider: Provider) => void, path: string, reason: string][] = [
    [
      "are refused for a namespace, which both have as their own",
      (provider) => {
        layer("ingress", { namespace: { name: "platform" } }, provider);
        seldon("seldon", { namespace: { name: "platform" } }, provider);
      },
      "namespace.name",
      `creates the Namespace platform, which IngressLayer "ingress" creates too. Use another name, or ${shared}`,
    ],
    [
      "are refused for the namespace of a gateway that would be one for models",
      (provider) => {
        layer("ingress", {}, provider);
        seldon("seldon", { modelNamespaces: ["models", "istio-system"] }, provider);
      },
      "modelNamespaces[1]",
      'creates the Namespace istio-system, which IngressLayer "ingress" creates too. Use another namespace for models.',
    ],
    [
      "are refused whichever comes first",
      (provider) => {
        seldon("seldon", { modelNamespaces: ["mesh"] }, provider);
        layer("ingress", { namespace: { name: "mesh" } }, provider);
      },
      "namespace.name",
      `creates the Namespace mesh, which SeldonCore "seldon" creates too. Use another name, or ${shared}`,
    ],
    [
      "are refused for the namespace of cert-manager",
      (provider) => {
        seldon("seldon", { modelNamespaces: ["cert-manager"] }, provider);
        layer("ingress", { hosts: ["models.example.org"], tls: { selfSigned: {} } }, provider);
      },
      "tls",
      'creates the Namespace cert-manager, which SeldonCore "seldon" creates too. Use another name for the other namespace.',
    ],
    [
      "are refused for the host of two Pachyderms behind one ingress",
      (provider) => {
        pachyderm("one", {}, provider);
        pachyderm("other", { namespace: { name: "data" } }, provider);
      },
      "host",
      '"/" of host "pachyderm.example.org" already belongs to PachydermStore "one". Use another path or another host.',
    ],
    [
      "are refused for the path of two JupyterHubs behind one ingress",
      (provider) => {
        const behind = { ingress: ingressFacts, host: "jupyterhub.example.org", basePath: "/lab" };
        hub("one", behind, provider);
        hub("other", { ...behind, namespace: { name: "other" } }, provider);
      },
      "basePath",
      '"/lab" of host "jupyterhub.example.org" already belongs to JupyterHub "one". Use another path or another host.',
    ],
    [
      "are refused for a Service that an operator and a chart create",
      (provider) => {
        layer("ingress", {}, provider);
        model(
          "istio",
          {
            namespace: "istio-system",
            existingNamespace: true,
            predictors: [{ name: "ingressgateway", image: "iris:2" }],
          },
          provider,
        );
      },
      "predictors[0].name",
      'needs the Service "istio-ingressgateway" in namespace "istio-system", which IngressLayer "ingress" already has. Rename one of them.',
    ],
  ];
  for (const [what, create, path, reason] of rows) {
    it(what, async () => {
      const problems = await refusal(() => {
        create(cluster().provider);
      });
      assert.deepEqual(problems, [{ path, reason }]);
    });
  }

  it("are accepted if one of them uses a namespace that exists", async () => {
    const graph = await deploy(() => {
      const { provider } = cluster();
      layer("ingress", { namespace: { name: "platform" } }, provider);
      seldon("seldon", { namespace: { name: "platform", create: false } }, provider);
    });
    assert.equal(graph.ofType("kubernetes:core/v1:Namespace").length, 2);
  });

  it("are accepted in two clusters", async () => {
    const graph = await deploy(() => {
      layer("ingress", { namespace: { name: "platform" } }, cluster().provider);
      const other = new MlCluster("other", { existing: { kubeconfig, context: "dev" } });
      seldon("seldon", { namespace: { name: "platform" } }, other.provider);
    });
    assert.equal(graph.ofType("mlplatform:index:SeldonCore").length, 1);
  });
});

describe("One component that creates an object twice is refused", () => {
  const metallb = { pools: { lab: { addresses: ["10.0.0.1-10.0.0.9"] } }, namespace: { name: "istio-system" } };
  const local = { ...clusterFacts, providesLoadBalancers: false };
  const hosts = ["models.example.org"];
  const rows: [what: string, args: Partial<IngressLayerArgs>, path: string, reason: string][] = [
    [
      "for the namespace of cert-manager",
      { namespace: { name: "cert-manager" }, hosts, tls: { selfSigned: {} } },
      "tls",
      "creates the Namespace cert-manager, which namespace.name creates too. Change one of them.",
    ],
    [
      "for the namespace of MetalLB",
      { cluster: local, metallb },
      "metallb.namespace.name",
      "creates the Namespace istio-system, which namespace.name creates too. Change one of them.",
    ],
  ];
  for (const [what, args, path, reason] of rows) {
    it(what, async () => {
      const problems = await refusal(() => layer("x", args, cluster().provider));
      assert.deepEqual(problems, [{ path, reason }]);
    });
  }

  it("for a namespace that one part creates and another one expects to exist", async () => {
    const shared = { ...metallb, namespace: { name: "istio-system", create: false } };
    const problems = await refusal(() => layer("x", { cluster: local, metallb: shared }, cluster().provider));
    assert.deepEqual(problems, [
      {
        path: "metallb.namespace.name",
        reason: '"istio-system" is the namespace that namespace.name creates. Use another one.',
      },
    ]);
  });
});

describe("Every object that a component creates is claimed", () => {
  const hosts = ["models.example.org", "*.example.org"];
  const SECRET = { certificate: CERTIFICATE, key: KEY };
  const CLOUD_DNS = {
    zones: ["example.org"],
    project: "my-project",
    serviceAccount: "dns@my-project.iam.gserviceaccount.com",
  };
  const rows: [what: string, create: (provider: Provider) => unknown][] = [
    ["Istio", (provider) => layer("x", {}, provider)],
    ["JupyterHub", (provider) => hub("x", { ingress: ingressFacts, host: "jupyterhub.example.org" }, provider)],
    [
      "Rancher behind an ingress",
      (provider) => {
        const ingress = { ...ingressFacts, tls: true, port: 443 };
        return rancher({ ingress, privateCa: CERTIFICATE }, provider);
      },
    ],
    [
      "Rancher with a certificate of the caller",
      (provider) => rancher({ kubernetesIngress: {}, tls: { secret: SECRET } }, provider),
    ],
    ["Istio with a private authority", (provider) => layer("x", { hosts, tls: { selfSigned: {} } }, provider)],
    [
      "Istio with Let's Encrypt",
      (provider) =>
        layer("x", { hosts: hosts.slice(0, 1), tls: { letsEncrypt: { email: "ml@example.org" } } }, provider),
    ],
    [
      "Istio with an issuer that exists",
      (provider) => layer("x", { hosts, tls: { existingIssuer: { name: "ca" } } }, provider),
    ],
    [
      "Istio with an egress gateway and tokens",
      (provider) => {
        const jwt = { issuer: "https://login.example.org", jwksUri: "https://login.example.org/certs" };
        return layer("x", { istio: { egress: {}, jwt }, tls: { secret: { name: "own-tls" } } }, provider);
      },
    ],
    ["Istio with a certificate of the caller", (provider) => layer("x", { tls: { secret: SECRET } }, provider)],
    [
      "a further gateway",
      (provider) => layer("x", { istio: { controlPlane: ingressFacts }, tls: { secret: SECRET } }, provider),
    ],
    [
      "Emissary",
      (provider) => layer("x", { istio: undefined, emissary: {}, hosts, tls: { selfSigned: {} } }, provider),
    ],
    [
      "Ambassador",
      (provider) => {
        const old = { ...clusterFacts, kubernetesVersion: "1.21" };
        return layer("x", { cluster: old, istio: undefined, ambassador: {} }, provider);
      },
    ],
    [
      "MetalLB",
      (provider) => {
        const local = { ...clusterFacts, providesLoadBalancers: false };
        const pools = { lab: { addresses: ["10.0.0.1-10.0.0.9"] }, edge: { addresses: ["10.0.1.0/24"] } };
        const bgpPeers = { router: { address: "10.0.0.254", asn: 64512, myAsn: 64513, password: "secret" } };
        return layer("x", { cluster: local, metallb: { pools, bgpPeers, l2: true } }, provider);
      },
    ],
    [
      "external-dns",
      (provider) => layer("x", { hosts: ["models.example.org"], dns: { cloudDns: CLOUD_DNS } }, provider),
    ],
    ["Seldon Core", (provider) => seldon("x", { modelNamespaces: ["models", "tests"] }, provider)],
    [
      "Seldon Core with credentials and monitors",
      (provider) =>
        seldon(
          "x",
          {
            modelNamespaces: ["models"],
            storageInitializer: { credentials: { s3: {} } },
            podMonitors: {},
          },
          provider,
        ),
    ],
    [
      "Seldon Core for its own namespace",
      (provider) => seldon("x", { singleNamespace: true, storageInitializer: { credentials: { gcs: {} } } }, provider),
    ],
    ["Pachyderm on SeaweedFS behind an ingress", (provider) => pachyderm("x", {}, provider)],
    ["a model", (provider) => model("x", {}, provider)],
    [
      "a model with routes of its own",
      (provider) => {
        const more = { timeouts: { restMs: 1000 }, circuitBreaker: { maxRetries: 1 } };
        return model("x", more, provider);
      },
    ],
    [
      "a model with Mappings of its own",
      (provider) => {
        const emissary = { ...seldonFacts, controller: IngressController.Emissary, gateway: undefined };
        return model("x", { seldon: emissary, retries: { attempts: 1, perTryTimeoutMs: 1000 } }, provider);
      },
    ],
  ];
  for (const [what, create] of rows) {
    it(`by ${what}`, async () => {
      let provider: Provider | undefined;
      const graph = await deploy(() => {
        ({ provider } = cluster());
        return void create(provider);
      });
      const objects = createdObjects(graph);
      assert.ok(objects.length > 0);
      const unclaimed = objects.filter((object) => claimedBy({ provider }, object) === undefined);
      assert.deepEqual(unclaimed, []);
    });
  }
});

/** Every object that a program creates in the cluster, as claims name it. */
function createdObjects({ resources }: Deployed): string[] {
  return resources
    .filter(({ type, read }) => type.startsWith("kubernetes:") && !read && !type.endsWith("Patch"))
    .map(({ type, inputs: { values } }) => {
      const kind = type.split(":")[2] ?? "";
      const { name, namespace } = (kind === "Release" ? values : values["metadata"]) as Record<string, string>;
      return `${kind === "Release" ? "Helm release" : kind} ${namespace === undefined ? "" : `${namespace}/`}${String(name)}`;
    });
}

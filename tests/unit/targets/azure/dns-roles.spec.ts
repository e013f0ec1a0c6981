import assert from "node:assert/strict";
import {
  AcmeChallenge,
  IngressLayer,
  MlCluster,
  type AzureDnsArgs,
  type IngressLayerArgs,
  type WorkloadIdentity,
} from "../../../../components";
import { deploy, type Deployed } from "../../../helpers/deploy";
import { kubeconfig } from "../../kubeconfig";
import { refusal } from "../../refusal";
import { aks, clusterArgs, SUBSCRIPTION } from "./aks";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const IDENTITY = "azure-native:managedidentity:UserAssignedIdentity";
const CREDENTIAL = "azure-native:managedidentity:FederatedIdentityCredential";
const ASSIGNMENT = "azure-native:authorization:RoleAssignment";

const azureDns = {
  zones: ["example.org", "ml.example.org"],
  subscriptionId: SUBSCRIPTION.split("/").pop() ?? "",
  resourceGroup: "dns",
};
const DNS01 = { letsEncrypt: { email: "ml@example.org", challenge: AcmeChallenge.Dns01 } };

const create = (args: Partial<IngressLayerArgs>): void => {
  const cluster = new MlCluster("ml", clusterArgs({ kubernetesVersion: "1.35" }));
  new IngressLayer(
    "ingress",
    { cluster, istio: {}, allowPublic: true, hosts: ["models.example.org"], dns: { azureDns }, ...args },
    { provider: cluster.provider },
  );
};

const inputs = (graph: Deployed, type: string, name: string) => graph.byName(type, name).inputs.values;
const values = (graph: Deployed, name: string) => inputs(graph, RELEASE, name)["values"] as Record<string, unknown>;

describe("IngressLayer with Azure DNS and no identity, on AKS", () => {
  let graph: Deployed;
  before(async () => {
    graph = await deploy(() => {
      create({ tls: DNS01 });
    }, aks());
  });

  const accounts: [use: string, subject: string][] = [
    ["external-dns", "system:serviceaccount:istio-system-dns:external-dns"],
    ["cert-manager", "system:serviceaccount:cert-manager:cert-manager"],
  ];
  for (const [use, subject] of accounts) {
    it(`creates an identity for ${use} that only its service account can use`, () => {
      assert.deepEqual(inputs(graph, IDENTITY, `ingress-${use}`), { resourceGroupName: "ml-x7k2p9" });
      const { issuer, ...credential } = inputs(graph, CREDENTIAL, `ingress-${use}`);
      assert.match(issuer as string, /^https:\/\/centralus\.oic\.prod-aks\.azure\.com\/.*\/$/);
      assert.deepEqual(credential, {
        resourceGroupName: "ml-x7k2p9",
        resourceName: `ingress-${use}`,
        subject,
        audiences: ["api://AzureADTokenExchange"],
      });
    });

    it(`lets ${use} change these zones only`, () => {
      azureDns.zones.forEach((zone, index) => {
        const { scope, principalType, roleDefinitionId } = inputs(
          graph,
          ASSIGNMENT,
          `ingress-${use}-zone-${index + 1}`,
        );
        assert.equal(scope, `${SUBSCRIPTION}/resourceGroups/dns/providers/Microsoft.Network/dnsZones/${zone}`);
        assert.equal(principalType, "ServicePrincipal");
        assert.match(roleDefinitionId as string, /\/befefa01-2a29-4197-83a8-272ff33ce314$/);
      });
    });

    it(`starts ${use} when its identity has its credential and its roles`, () => {
      const { dependencies } = graph.byName(RELEASE, `ingress-${use}`);
      const needed = [graph.byName(CREDENTIAL, `ingress-${use}`), graph.byName(ASSIGNMENT, `ingress-${use}-zone-2`)];
      for (const { urn } of needed) assert.ok(dependencies.includes(urn), urn);
    });

    it(`names the identity in the service account of ${use}`, () => {
      const { annotations } = values(graph, `ingress-${use}`)["serviceAccount"] as { annotations: object };
      assert.deepEqual(annotations, { "azure.workload.identity/client-id": `client-of-ingress-${use}` });
      assert.deepEqual(values(graph, `ingress-${use}`)["podLabels"], { "azure.workload.identity/use": "true" });
    });
  }

  it("lets external-dns list the zones of their resource group", () => {
    const { scope, roleDefinitionId } = inputs(graph, ASSIGNMENT, "ingress-external-dns-zones");
    assert.equal(scope, `${SUBSCRIPTION}/resourceGroups/dns`);
    assert.match(roleDefinitionId as string, /\/acdd72a7-3385-48ef-bd42-f606fba81ae7$/);
  });

  it("leaves the client and the tenant to workload identity", () => {
    const { data } = values(graph, "ingress-external-dns")["secretConfiguration"] as { data: Record<string, string> };
    const { subscriptionId, resourceGroup } = azureDns;
    const expected = { subscriptionId, resourceGroup, useWorkloadIdentityExtension: true };
    assert.deepEqual(JSON.parse(data["azure.json"] ?? ""), expected);
    const { spec } = inputs(graph, "kubernetes:cert-manager.io/v1:ClusterIssuer", "ingress-lets-encrypt");
    assert.ok(!JSON.stringify(spec).includes("managedIdentity"));
  });

  it("creates no identity for pods that are not installed", async () => {
    const own = await deploy(() => {
      create({});
    }, aks());
    const ours = own.ofType(IDENTITY).filter(({ name }) => name.startsWith("ingress"));
    assert.deepEqual(
      ours.map(({ name }) => name),
      ["ingress-external-dns"],
    );
  });
});

describe("Azure DNS without an identity is refused", () => {
  const rows: [title: string, dns: object, identity: WorkloadIdentity, path: string, reason: RegExp][] = [
    [
      "if the cluster has no resource group for identities",
      azureDns,
      { oidcIssuer: "https://oidc.example.org" },
      "dns.azureDns.clientId",
      /is missing, and no identity can be created/,
    ],
    [
      "if a tenant is written, in which no identity is created",
      { ...azureDns, tenantId: azureDns.subscriptionId },
      { oidcIssuer: "https://oidc.example.org", resourceGroup: "ml" },
      "dns.azureDns.tenantId",
      /has no effect without clientId/,
    ],
  ];
  for (const [title, dns, identity, path, reason] of rows) {
    it(title, async () => {
      const problems = await refusal(() => {
        const cluster = new MlCluster("ml", { existing: { kubeconfig, context: "dev", identity } });
        const args = { cluster, istio: {}, allowPublic: true, hosts: ["models.example.org"] };
        new IngressLayer(
          "ingress",
          { ...args, dns: { azureDns: dns as AzureDnsArgs } },
          { provider: cluster.provider },
        );
      });
      assert.deepEqual(
        problems.map((problem) => problem.path),
        [path],
      );
      assert.match(problems[0]?.reason ?? "", reason);
    });
  }
});

import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { shown } from "../../../../../components/shared/invalid-args";
import type { DeployOptions } from "../../../../helpers/deploy";
import { refusal } from "../../../refusal";
import { accountId, answers, Store, store, SUBNET, type StoreSample } from "./store";

type Row = readonly [sample: StoreSample, ...problems: (readonly [path: string, reason: string])[]];

const CONTAINER =
  "is not the name of a container; use 3 to 63 characters of a-z, 0-9 and '-', with a letter or digit at both ends and after each '-'.";
const ACCOUNT = "is not the name of a storage account, which has 3 to 24 characters of a-z and 0-9; write";
const ACCOUNT_ID =
  "is not the id of a storage account: /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Storage/storageAccounts/<account>.";
const TWICE = "repeats what accountId says; leave one of them out.";
const NO_EFFECT = "has no effect on an account that exists. Leave it out.";
const EXISTS = "is missing, and create is false. Name the account and the container that exist.";
const NO_IDENTITY =
  "cannot be used: cluster.identity has no oidcIssuer with a resourceGroup for identities. Write both, or leave it out: then pods log in with the account's key.";

const TAG_KEY =
  "is not the key of a tag of Azure; use at most 512 characters without < > % & \\ ? and /, all on one line.";
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${String(n)}`, "v"]));

const ID = accountId("data");
const rows: Readonly<Record<string, Row>> = {
  "no location on a cluster of another cloud": [
    { cluster: { region: "us-east-1" } },
    [
      "azureBlob.location",
      'is missing, and the cluster is in "us-east-1", which is no region of Azure. Write the region of the account, such as centralus.',
    ],
  ],
  "a container with capitals": [{ block: { container: "Data" } }, ["azureBlob.container", `"Data" ${CONTAINER}`]],
  "a container with two dashes": [{ block: { container: "a--b" } }, ["azureBlob.container", `"a--b" ${CONTAINER}`]],
  "a container of two characters": [{ block: { container: "ml" } }, ["azureBlob.container", `"ml" ${CONTAINER}`]],
  "a container of 64 characters": [
    { block: { container: "a".repeat(64) } },
    ["azureBlob.container", `${shown("a".repeat(64))} ${CONTAINER}`],
  ],
  "a container that Azure has itself": [
    { block: { container: "$web" } },
    ["azureBlob.container", `"$web" ${CONTAINER}`],
  ],
  "an account with a dash": [
    { block: { accountName: "ML-data" } },
    ["azureBlob.accountName", `"ML-data" ${ACCOUNT} mldata.`],
  ],
  "an account of 25 characters": [
    { block: { accountName: "a".repeat(25) } },
    ["azureBlob.accountName", `"${"a".repeat(25)}" ${ACCOUNT} ${"a".repeat(24)}.`],
  ],
  "the id of something else": [
    { block: { accountId: `${ID}/blobServices/default` } },
    ["azureBlob.accountId", `${shown(`${ID}/blobServices/default`)} ${ACCOUNT_ID}`],
  ],
  "the id of an account that cannot be": [
    { block: { accountId: accountId("Data_1", "ml") } },
    ["azureBlob.accountId", `${shown(accountId("Data_1", "ml"))} ${ACCOUNT_ID}`],
  ],
  "a resource group with a slash": [
    { block: { resourceGroup: "a/b" } },
    [
      "azureBlob.resourceGroup",
      `"a/b" is not the name of a resource group; use letters, digits, '-', '_', '.' and parentheses, without '.' at the end.`,
    ],
  ],
  "a region of another cloud": [
    { block: { location: "us-central1" } },
    ["azureBlob.location", '"us-central1" is not a region of Azure, such as centralus or Central US.'],
  ],
  "no days": [{ block: { noncurrentDays: 0 } }, ["azureBlob.noncurrentDays", "0 is not a whole number of at least 1."]],
  "more days than Azure keeps": [
    { block: { noncurrentDays: 366 } },
    ["azureBlob.noncurrentDays", "366 is too large. Write at most 365."],
  ],
  "an account that is named twice": [
    { block: { accountId: ID, accountName: "data", resourceGroup: "data" } },
    ["azureBlob.accountName", TWICE],
    ["azureBlob.resourceGroup", TWICE],
    [
      "azureBlob.resourceGroup",
      "is the name of the account, but only a group that the component creates may have this name. Leave it out, or use another group.",
    ],
  ],
  "a label with a prefix": [
    { labels: { "app.kubernetes.io/part-of": "ml" } },
    ["labels.app.kubernetes.io/part-of", `"app.kubernetes.io/part-of" ${TAG_KEY}`],
  ],
  "a label with a prefix, for the identity of a container that exists": [
    {
      block: { create: false, accountId: ID, container: "objects", workloadIdentity: true },
      labels: { "example.org/team": "ml" },
    },
    ["labels.example.org/team", `"example.org/team" ${TAG_KEY}`],
  ],
  "a label of Azure's": [
    { labels: { "azure-ml": "ml" } },
    ["labels.azure-ml", '"azure-ml" starts with a word that is reserved for Azure.'],
  ],
  "labels that are one tag to Azure": [
    { labels: { team: "ml", Team: "ml" } },
    ["labels.Team", "is the same tag as team, because Azure ignores the case of keys. Leave out one of the two."],
  ],
  "more labels than an account has tags": [
    { labels: many(51) },
    ["labels", "has 51 labels; Azure allows 50 tags. Leave some out."],
  ],
  "an account that exists and has no name": [
    { block: { create: false } },
    ["azureBlob.accountId", EXISTS],
    ["azureBlob.container", EXISTS],
  ],
  "everything about an account that is not created": [
    {
      block: {
        ...{ create: false, accountId: ID, container: "objects" },
        ...{ location: "centralus", premium: false, noncurrentDays: 7 },
      },
    },
    ["azureBlob.location", NO_EFFECT],
    ["azureBlob.premium", NO_EFFECT],
    ["azureBlob.noncurrentDays", NO_EFFECT],
  ],
  "taking back an account without its id": [
    { adopt: true },
    [
      "azureBlob.accountId",
      "is missing, and adopt takes an account back by its id. Write the id of the account that was kept.",
    ],
  ],
  "the id of an account as an output": [
    { block: { accountId: pulumi.output(ID) } },
    ["azureBlob.accountId", "is an output, and decides which resources are created. Write the id as text."],
  ],
  "taking back a container whose name is an output": [
    { block: { accountId: ID, container: pulumi.output("data") }, adopt: true },
    [
      "azureBlob.container",
      "is an output, and adopt needs a name that is known before anything runs. Write the name as text.",
    ],
  ],
  "a component whose name is no name of a container": [{ name: "Pachyderm" }, ["name", `"Pachyderm" ${CONTAINER}`]],
  "a component whose name is too long for an identity": [
    { name: "p".repeat(115), block: { container: "data", workloadIdentity: true } },
    ["name", `${shown("p".repeat(115))} is too long for the name of a managed identity; use at most 114 characters.`],
  ],
  "no location for a cluster without a region": [
    { cluster: { region: undefined } },
    [
      "azureBlob.location",
      "is missing, and the facts of the cluster name no region. Write the region of the cluster, such as centralus.",
    ],
  ],
  "workload identity without an issuer": [
    { block: { workloadIdentity: true }, cluster: { identity: { resourceGroup: "ml" } } },
    ["azureBlob.workloadIdentity", NO_IDENTITY],
  ],
  "workload identity without a resource group": [
    { block: { workloadIdentity: true }, cluster: { identity: { oidcIssuer: "https://oidc.example.org" } } },
    ["azureBlob.workloadIdentity", NO_IDENTITY],
  ],
};

describe("a container of Blob Storage is refused with", () => {
  for (const [title, [sample, ...expected]] of Object.entries(rows)) {
    it(title, async () => {
      const problems = await refusal(() => new Store(sample));
      assert.deepEqual(
        problems.map(({ path, reason }) => [path, reason]),
        expected,
      );
    });
  }
});

/** Azure, with a subnet that has these service endpoints. */
const withEndpoints = (...services: string[]): DeployOptions => ({
  answers: (token, inputs) =>
    token === "azure-native:network:getSubnet"
      ? { serviceEndpoints: services.map((service) => ({ service })) }
      : answers(token, inputs),
});

describe("a container of Blob Storage is refused when it turns out to have", () => {
  it("no location", async () => {
    await assert.rejects(
      store({ cluster: { region: pulumi.output(undefined) } }),
      /Store "pachyderm" has invalid arguments:\n {2}- azureBlob.location: is missing/,
    );
  });

  it("an account in another subscription than the provider's", async () => {
    const other = ID.replace(/0001/, "0009");
    const message =
      /azureBlob.accountId: is in the subscription \S+0009, but the azure-native provider is for \S+0001. Pass a provider for that subscription./;
    for (const block of [{ accountId: other }, { create: false, accountId: other, container: "objects" }]) {
      await assert.rejects(store({ block }), message);
    }
  });

  it("a subnet without a service endpoint", async () => {
    const message = `Store "pachyderm" has invalid arguments:\n  - azureBlob: cannot be reached from ${SUBNET}, in which the cluster has its nodes: the subnet has no service endpoint Microsoft.Storage. Add it to the subnet.`;
    await assert.rejects(store({}, withEndpoints()), (error: Error) => error.message.endsWith(message));
  });

  it("a subnet that reaches only accounts of its own region", async () => {
    const message =
      /the subnet has no service endpoint Microsoft.Storage.Global. Add it to the subnet, or leave out location./;
    await assert.rejects(store({ block: { location: "westeurope" } }, withEndpoints("Microsoft.Storage")), message);
  });
});

describe("a container of Blob Storage is accepted with", () => {
  it("a subnet that reaches accounts of every region", async () => {
    const everywhere = withEndpoints("Microsoft.Storage.Global");
    await store({ block: { location: "westeurope" } }, everywhere);
    await store({}, everywhere);
  });

  it("a subnet in another subscription, which is not read", async () => {
    await store({ cluster: { privateSubnetIds: [SUBNET.replace(/0001/, "0009")] } }, withEndpoints());
  });

  it("a subnet that gets its service endpoint in the run of which this is the preview", async () => {
    const { log } = await store({}, { preview: true, ...withEndpoints() });
    assert.deepEqual(
      log.map(({ severity, message }) => [severity, message]),
      [
        [
          "warning",
          `Store "pachyderm": azureBlob: cannot be reached from ${SUBNET}, in which the cluster has its nodes: the subnet has no service endpoint Microsoft.Storage. Add it to the subnet.`,
        ],
      ],
    );
  });

  it("as many labels as an account has tags", async () => {
    await store({ labels: many(50) });
  });

  it("labels that are for Kubernetes alone, if the account exists", async () => {
    const block = { create: false, accountId: ID, container: "objects" };
    await store({ block, labels: { "app.kubernetes.io/part-of": "ml" } });
  });

  it("the longest name of a component with workload identity", async () => {
    await store({ name: "p".repeat(114), block: { container: "data", workloadIdentity: true } });
  });

  it("a name of which the account can have only a part", async () => {
    const graph = await store({ name: "my-team-has-a-long-name" });
    const [account] = graph.ofType("azure-native:storage:StorageAccount");
    assert.equal(account?.inputs.values["accountName"], "myteamhasalongnax7k2p9ab");
  });
});

import assert from "node:assert/strict";
import { Provider } from "@pulumi/azure-native/provider";
import { MlCluster } from "../../../../../components";
import { deploy, type Deployed } from "../../../../helpers/deploy";
import { clusterArgs, SUBSCRIPTION } from "../aks";
import { ACCOUNT_KEY, accountId, answers, IDENTITY, Store, store, SUBNET } from "./store";

const STORAGE = (type: string) => `azure-native:storage:${type}`;
const GROUP = "azure-native:resources:ResourceGroup";
const IDENTITY_TYPE = "azure-native:managedidentity:UserAssignedIdentity";
const CREDENTIAL = "azure-native:managedidentity:FederatedIdentityCredential";
const ROLE = "azure-native:authorization:RoleAssignment";

const created = (graph: Deployed) =>
  graph.resources
    .filter(({ custom }) => custom)
    .map(({ type, name }) => `${type} ${name}`)
    .sort();

const one = (graph: Deployed, type: string) => graph.byName(type, "pachyderm-blobs");
const inputsOf = (graph: Deployed, type: string) => graph.revealInputs(one(graph, type));
const account = async (...sample: Parameters<typeof store>) =>
  inputsOf(await store(...sample), STORAGE("StorageAccount"));

/** The account, and what holds or guards data in it. */
const OF_THE_ACCOUNT = [
  GROUP,
  ...["BlobContainer", "BlobServiceProperties", "ManagementPolicy", "StorageAccount"].map(STORAGE),
];
const NAME = "pachydermx7k2p9ab";

describe("a container of Blob Storage", () => {
  it("has exactly these resources", async () => {
    assert.deepEqual(created(await store()), [
      ...OF_THE_ACCOUNT.map((type) => `${type} pachyderm-blobs`),
      "pulumi:providers:azure-native pachyderm-azure",
      "pulumi:providers:random pachyderm-blobs-random",
      "random:index/randomString:RandomString pachyderm-blobs-suffix",
    ]);
  });

  it("has an account of its own, which only the cluster's subnets reach, over TLS", async () => {
    assert.deepEqual(await account(), {
      resourceGroupName: NAME,
      accountName: NAME,
      location: "centralus",
      kind: "BlockBlobStorage",
      sku: { name: "Premium_LRS" },
      minimumTlsVersion: "TLS1_2",
      enableHttpsTrafficOnly: true,
      allowBlobPublicAccess: false,
      allowCrossTenantReplication: false,
      isLocalUserEnabled: false,
      allowSharedKeyAccess: true,
      encryption: {
        keySource: "Microsoft.Storage",
        requireInfrastructureEncryption: true,
        services: { blob: { enabled: true, keyType: "Account" } },
      },
      networkRuleSet: {
        bypass: "AzureServices",
        defaultAction: "Deny",
        virtualNetworkRules: [{ virtualNetworkResourceId: SUBNET, action: "Allow" }],
      },
    });
  });

  it("has an account that every network reaches, if no subnet is known", async () => {
    const { networkRuleSet } = await account({ cluster: { privateSubnetIds: [] } });
    assert.deepEqual(networkRuleSet, { bypass: "AzureServices", defaultAction: "Allow" });
  });

  it("has a resource group that goes with the account, because the cluster's would take the account with it", async () => {
    assert.deepEqual(inputsOf(await store(), GROUP), { resourceGroupName: NAME, location: "centralus" });
  });

  it("keeps what was replaced or deleted", async () => {
    const graph = await store();
    const place = { resourceGroupName: NAME, accountName: NAME };
    assert.deepEqual(inputsOf(graph, STORAGE("BlobServiceProperties")), {
      ...place,
      blobServicesName: "default",
      isVersioningEnabled: true,
      deleteRetentionPolicy: { enabled: true, days: 30 },
      containerDeleteRetentionPolicy: { enabled: true, days: 7 },
    });
    assert.deepEqual(inputsOf(graph, STORAGE("ManagementPolicy")), {
      ...place,
      managementPolicyName: "default",
      policy: {
        rules: [
          {
            name: "old-versions",
            enabled: true,
            type: "Lifecycle",
            definition: {
              filters: { blobTypes: ["blockBlob"] },
              actions: { version: { delete: { daysAfterCreationGreaterThan: 30 } } },
            },
          },
        ],
      },
    });
  });

  it("is private", async () => {
    assert.deepEqual(inputsOf(await store(), STORAGE("BlobContainer")), {
      resourceGroupName: NAME,
      accountName: NAME,
      containerName: "pachyderm",
      publicAccess: "None",
    });
  });

  it("is kept with all that holds or guards data, and with nothing else", async () => {
    const kept = (graph: Deployed) =>
      graph.resources.filter(({ retainOnDelete }) => retainOnDelete).map(({ type }) => type);
    const block = { workloadIdentity: true };
    assert.deepEqual(kept(await store({ block })).sort(), OF_THE_ACCOUNT);
    assert.deepEqual(kept(await store({ block, keepData: false })), []);
  });

  it("returns the name and the key of the account, which is a secret", async () => {
    const graph = await store();
    const { values, secrets, unknowns } = graph.outputs;
    assert.deepEqual([secrets, unknowns], [["account.key"], []]);
    assert.equal((values["account"] as Record<string, unknown>)["name"], NAME);
    assert.ok(!JSON.stringify([graph.outputs, graph.resources, graph.log]).includes(ACCOUNT_KEY));
    const { bucketName, region, annotations, podLabels, identities, dependsOn } = values;
    assert.deepEqual(
      { bucketName, region, annotations, podLabels, identities, dependsOn },
      {
        bucketName: "pachyderm",
        region: "centralus",
        annotations: {},
        podLabels: {},
        identities: {},
        dependsOn: ["BlobServiceProperties", "BlobContainer"].map(
          (type) => `test:index:Store$${STORAGE(type)} pachyderm-blobs`,
        ),
      },
    );
  });

  it("asks for no key while the account does not exist", async () => {
    const asked: string[] = [];
    const graph = await store(
      {},
      {
        preview: true,
        answers: (token, inputs) => {
          asked.push(token);
          return answers(token, inputs);
        },
      },
    );
    assert.ok(!asked.includes("azure-native:storage:listStorageAccountKeys"), asked.join());
    assert.deepEqual(graph.ofType(STORAGE("BlobContainer")).length, 1);
  });

  it("uses a provider that was passed", async () => {
    const graph = await deploy(
      () => {
        const provider = new Provider("own", {});
        new Store({ block: { accountName: "data" } }, { providers: { "azure-native": provider } });
      },
      { answers },
    );
    assert.deepEqual(
      graph.ofType("pulumi:providers:azure-native").map(({ name }) => name),
      ["own"],
    );
  });
});

describe("a container of Blob Storage for a cluster of the same program", () => {
  it("is planned, although its subnets are not known yet", async () => {
    const graph = await deploy(
      () => {
        const { identity, region, privateSubnetIds } = new MlCluster("ml", clusterArgs());
        new Store({ block: { workloadIdentity: true }, cluster: { identity, region, privateSubnetIds } });
      },
      { preview: true },
    );
    const { dependencies, inputs } = one(graph, STORAGE("StorageAccount"));
    assert.ok(dependencies.includes(graph.byName("azure-native:network:Subnet", "ml-nodes").urn));
    assert.ok(inputs.unknowns.includes("networkRuleSet"));
    assert.deepEqual(graph.log, []);
  });
});

describe("a container of Blob Storage is taken back", () => {
  const imports = (graph: Deployed): Record<string, string> =>
    Object.fromEntries(
      graph.resources.flatMap(({ type, importId }) =>
        importId === undefined ? [] : [[type.split(":").pop() ?? "", importId]],
      ),
    );

  it("with the account of its id, and with the resource group that has the account's name", async () => {
    const id = accountId("data");
    const graph = await store({ block: { accountId: id }, adopt: true });
    assert.deepEqual(imports(graph), {
      ResourceGroup: `${SUBSCRIPTION}/resourceGroups/data`,
      StorageAccount: id,
      BlobServiceProperties: `${id}/blobServices/default`,
      ManagementPolicy: `${id}/managementPolicies/default`,
      BlobContainer: `${id}/blobServices/default/containers/pachyderm`,
    });
    assert.deepEqual(graph.ofType("random:index/randomString:RandomString"), []);
  });

  it("without a resource group that others may use", async () => {
    const block = { accountId: accountId("data", "shared"), container: "objects" };
    const graph = await store({ block, adopt: true });
    assert.deepEqual(graph.ofType(GROUP), []);
    assert.equal(imports(graph).BlobContainer, `${block.accountId}/blobServices/default/containers/objects`);
    assert.equal((await account({ block, adopt: true }))["resourceGroupName"], "shared");
  });

  it("without a change when adopt is left out again", async () => {
    const block = { accountId: accountId("data") };
    const inputs = async (adopt: boolean) => {
      const graph = await store({ block, adopt });
      return OF_THE_ACCOUNT.map((type) => inputsOf(graph, type));
    };
    assert.deepEqual(await inputs(true), await inputs(false));
  });

  it("without a replacement by what Azure fixed when it created it", async () => {
    const { ignoreChanges } = one(await store(), STORAGE("StorageAccount"));
    assert.deepEqual(ignoreChanges, ["isHnsEnabled", "enableNfsV3", "extendedLocation"]);
  });
});

describe("a container of Blob Storage that exists", () => {
  const block = { create: false, accountId: accountId("data", "shared"), container: "objects" };

  it("is read, and nothing is created", async () => {
    const graph = await store({ block });
    assert.deepEqual(created(graph), ["pulumi:providers:azure-native pachyderm-azure"]);
    const { bucketName, region } = graph.outputs.values;
    assert.deepEqual([bucketName, region], ["objects", "westeurope"]);
    assert.deepEqual(graph.outputs.secrets, ["account.key"]);
  });

  it("gets an identity that may use it", async () => {
    const graph = await store({ block: { ...block, workloadIdentity: true } });
    const { scope } = graph.revealInputs(graph.byName(ROLE, "pachyderm-blobs"));
    assert.equal(scope, `${block.accountId}/blobServices/default/containers/objects`);
  });
});

describe("a container of Blob Storage with workload identity", () => {
  it("has exactly these resources besides, and no key", async () => {
    const graph = await store({ block: { workloadIdentity: true } });
    const before = created(await store());
    assert.deepEqual(
      created(graph).filter((resource) => !before.includes(resource)),
      [
        `${ROLE} pachyderm-blobs`,
        `${CREDENTIAL} pachyderm-blobs-pachyderm`,
        `${CREDENTIAL} pachyderm-blobs-pachyderm-worker`,
        `${IDENTITY_TYPE} pachyderm-blobs`,
      ],
    );
    assert.deepEqual(graph.outputs.secrets, []);
    assert.deepEqual(graph.outputs.values["account"], { name: NAME });
    assert.equal((await account({ block: { workloadIdentity: true } }))["allowSharedKeyAccess"], false);
  });

  it("has its identity in the cluster's group for identities", async () => {
    const graph = await store({ block: { workloadIdentity: true } });
    assert.deepEqual(inputsOf(graph, IDENTITY_TYPE), { resourceGroupName: IDENTITY.resourceGroup });
  });

  it("creates the credentials one after the other", async () => {
    const graph = await store({ block: { workloadIdentity: true } });
    const [first, second] = ["pachyderm", "pachyderm-worker"].map((name) =>
      graph.byName(CREDENTIAL, `pachyderm-blobs-${name}`),
    );
    assert.ok(second?.dependencies.includes(first?.urn ?? ""));
  });

  it("returns what the chart needs", async () => {
    const { values } = (await store({ block: { workloadIdentity: true } })).outputs;
    const client = "client-of-pachyderm-blobs";
    assert.deepEqual(values["annotations"], { "azure.workload.identity/client-id": client });
    assert.deepEqual(values["podLabels"], { "azure.workload.identity/use": "true" });
    assert.deepEqual(values["identities"], { pachyderm: client, "pachyderm-worker": client });
    assert.equal((values["dependsOn"] as string[]).length, 5);
  });
});

describe("a container of Blob Storage in another region than the cluster", () => {
  it("gets a warning that says what it costs", async () => {
    const { log } = await store({ block: { location: "West Europe" }, cluster: { privateSubnetIds: [] } });
    assert.deepEqual(
      log.map(({ message }) => message),
      [
        'Store "pachyderm": azureBlob: the store is in westeurope, and the cluster in centralus. The cloud charges for every GB between them (0.02 USD and more), and each request takes longer.',
      ],
    );
  });

  it("gets no warning if only the spelling differs", async () => {
    assert.deepEqual((await store({ cluster: { region: "Central US" } })).log, []);
  });
});

import assert from "node:assert/strict";
import { MlCluster } from "../../components";
import type { Setting } from "../../cli/project/config";
import { recordProgram } from "../../recorder/record-program";
import { planOf } from "./plan-of-program";

const GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/data/providers";
const accountId = `${GROUP}/Microsoft.Storage/storageAccounts/pachyderm2026`;
const subnetId = `${GROUP}/Microsoft.Network/virtualNetworks/ml/subnets/nodes`;

/** A plan has no provider, which alone could say what exists. */
describe("A plan with something that exists already", () => {
  const stores: [what: string, program: string, inputs: object, created: string | undefined][] = [
    ["a bucket of S3", "aws", { s3: { bucket: "data", create: false } }, undefined],
    ["a bucket of Google Cloud", "gcp", { gcs: { bucket: "data", create: false } }, undefined],
    ["a container of Azure", "azure", { azureBlob: { accountId, container: "data", create: false } }, undefined],
    ["a kept bucket of S3", "aws", { s3: { bucket: "data" }, adopt: true }, "aws:s3/bucket:Bucket"],
    ["a kept bucket of Google Cloud", "gcp", { gcs: { bucket: "data" }, adopt: true }, "gcp:storage/bucket:Bucket"],
    [
      "a kept account of Azure",
      "azure",
      { azureBlob: { accountId }, adopt: true },
      "azure-native:storage:StorageAccount",
    ],
  ];
  for (const [what, program, inputs, created] of stores) {
    it(`has ${what}`, async () => {
      const setting: Setting = ["pachyderm", JSON.stringify(inputs)];
      const { graph } = await planOf(program, setting);
      const buckets = graph.resources.filter(({ type }) => /:(Bucket|StorageAccount)$/.test(type));
      assert.deepEqual(
        buckets.map(({ type }) => type),
        created === undefined ? [] : [created],
      );
    });
  }

  it("has a key of Google Cloud, and someone unknown who may use it", async () => {
    const kmsKeyName = "projects/ml-prod-123456/locations/us-central1/keyRings/ml/cryptoKeys/objects";
    const { graph } = await planOf("gcp", [
      "pachyderm",
      JSON.stringify({ gcs: { kmsKeyName, project: "ml-prod-123456" } }),
    ]);
    const grant = graph.resources.find(({ type }) => type === "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember");
    assert.deepEqual(grant?.inputs.unknowns, ["member"]);
  });

  it("has a subnet of Azure", async () => {
    const program = () =>
      new MlCluster("ml", {
        azure: { location: "centralus", existingNetwork: { subnetId } },
        kubernetesVersion: "1.35",
        apiAccess: { cidrs: ["203.0.113.0/24"] },
        nodePools: { general: { instanceType: "Standard_D4s_v5", min: 1, max: 3 } },
      });
    const { graph, error } = await recordProgram(program, { project: "ml", stack: "dev" });
    assert.equal(error, undefined);
    const types = graph.resources.map(({ type }) => type);
    assert.ok(types.includes("azure-native:containerservice:ManagedCluster"));
    assert.ok(!types.includes("azure-native:network:VirtualNetwork"));
  });
});

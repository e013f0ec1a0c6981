import assert from "node:assert/strict";
import { refuseProtected } from "../../../../cli/destroy/protection";
import type { ResourceRecord } from "../../../../cli/stack/state";
import { UserError } from "../../../../cli/user-error";
import { record, stateOf } from "../stack/state";

const ML_CLUSTER = "mlplatform:index:MlCluster";

/** A protected resource of the program, or below another one. */
function guarded(type: string, name: string, parent?: ResourceRecord): ResourceRecord {
  const qualified = parent === undefined ? type : `${parent.urn.split("::")[2] ?? ""}$${type}`;
  const urn = `urn:pulumi:test::proj::${qualified}::${name}`;
  return { ...record(type, name, { protect: true }), urn, ...(parent && { parent: parent.urn }) };
}

const ml = record(ML_CLUSTER, "ml", { custom: false });
const control = guarded("eks:index:Cluster", "ml", ml);
const inControl = guarded("aws:eks/cluster:Cluster", "ml-eksCluster", control);
const bucket = guarded("aws:s3/bucket:Bucket", "data");
const guardedMl = guarded(ML_CLUSTER, "own");
const inGuardedMl = guarded("aws:ec2/vpc:Vpc", "own-vpc", guardedMl);

/** After `pulumi state unprotect`, which does not change the protection in AWS. */
const byAwsAlone = { ...inControl, protect: false, inputs: { deletionProtection: true } };
const database = record("aws:rds/instance:Instance", "db", { inputs: { deletionProtection: true } });

describe("a stack with a protected resource", () => {
  const option = "set deletionProtection to false in the program or its config";
  const cases: [what: string, resources: ResourceRecord[], names: string, remedy: string][] = [
    ["that deletionProtection protects", [ml, control, inControl], "Cluster ml", option],
    ["that only the cloud protects", [ml, { ...control, protect: false }, byAwsAlone], "Cluster ml-eksCluster", option],
    [
      "that only the cloud protects, by an input of the program",
      [database],
      "Instance db",
      "set deletionProtection of Instance db to false in the program",
    ],
    [
      "that the program protects",
      [bucket],
      "Bucket data",
      "remove protect from the options of Bucket data in the program",
    ],
    [
      "that is an MlCluster and that the program protects",
      [guardedMl, inGuardedMl],
      "MlCluster own",
      "remove protect from the options of MlCluster own in the program",
    ],
    [
      "of the program and one of an MlCluster",
      [bucket, ml, control, inControl],
      "Cluster ml, Bucket data",
      `${option}, remove protect from the options of Bucket data in the program`,
    ],
  ];
  for (const [what, resources, names, remedy] of cases) {
    it(`${what} is not destroyed, and the error says how to remove the protection`, () => {
      const message =
        `Stack "prod" is protected from destroy: ${names}.\n` +
        `Nothing was deleted. To remove the protection, ${remedy}, run mlplatform up, and destroy again.`;
      assert.throws(
        () => {
          refuseProtected("prod", stateOf(...resources));
        },
        (error) => error instanceof UserError && error.message === message,
      );
    });
  }

  it("can be destroyed if the resource is no longer protected", () => {
    refuseProtected("prod", stateOf(ml, record("aws:ec2/vpc:Vpc", "ml-vpc", { protect: false })));
  });
});

import assert from "node:assert/strict";
import { refuseProtected } from "../../../../cli/destroy/protection";
import type { ResourceRecord } from "../../../../cli/recover/state";
import { UserError } from "../../../../cli/user-error";
import { record, stateOf } from "./state";

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

/** After `pulumi state unprotect`, which AWS knows nothing of. */
const byAwsAlone = { ...inControl, protect: false, inputs: { deletionProtection: true } };
const database = record("aws:rds/instance:Instance", "db", { inputs: { deletionProtection: true } });

describe("destroying what is protected", () => {
  const option = "set deletionProtection to false in the program or its config";
  const cases: [what: string, resources: ResourceRecord[], names: string, cure: string][] = [
    ["by deletionProtection", [ml, control, inControl], "Cluster ml", option],
    ["by the cloud alone", [ml, { ...control, protect: false }, byAwsAlone], "Cluster ml-eksCluster", option],
    [
      "by the cloud alone, which the program says",
      [database],
      "Instance db",
      "set deletionProtection of Instance db to false in the program",
    ],
    ["by the program", [bucket], "Bucket data", "take protect out of the options of Bucket data in the program"],
    [
      "by the program, as an MlCluster with all that is in it",
      [guardedMl, inGuardedMl],
      "MlCluster own",
      "take protect out of the options of MlCluster own in the program",
    ],
    [
      "by both",
      [bucket, ml, control, inControl],
      "Cluster ml, Bucket data",
      `${option}, take protect out of the options of Bucket data in the program`,
    ],
  ];
  for (const [what, resources, names, cure] of cases) {
    it(`${what} is refused, and the text says how to lift the protection`, () => {
      const message =
        `Stack "prod" is protected from destroy: ${names}.\n` +
        `Nothing was deleted. To lift the protection, ${cure}, run mlplatform up, and destroy again.`;
      assert.throws(
        () => {
          refuseProtected("prod", stateOf(...resources));
        },
        (error) => error instanceof UserError && error.message === message,
      );
    });
  }

  it("is not refused where nothing is", () => {
    refuseProtected("prod", stateOf(ml, record("aws:ec2/vpc:Vpc", "ml-vpc", { protect: false })));
  });
});

import assert from "node:assert/strict";
import { AwsNat } from "../../../../components";
import type { Deployed } from "../../../helpers/deploy";
import { changes } from "../changes";
import { eks } from "./eks";

/** What AWS has no tags for. */
const WITHOUT = [
  "aws:ec2/route:Route",
  "aws:ec2/routeTableAssociation:RouteTableAssociation",
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
];

describe("tags of a cluster on AWS", () => {
  const args = { admins: ["arn:aws:iam::111122223333:role/b=c,d"], aws: { network: { nat: AwsNat.PerZone } } };
  const tags = { team: "ml", Owner: "platform" };
  let [plain, tagged]: Deployed[] = [];
  before(async () => ([plain, tagged] = [await eks(args), await eks({ ...args, tags })]));

  it("are set on every resource that supports tags, together with its name", () => {
    const inCloud = tagged?.resources.filter(({ type }) => /^(aws|eks):/.test(type) && !WITHOUT.includes(type)) ?? [];
    assert.notEqual(inCloud.length, 0);
    for (const { name, type, inputs } of inCloud) {
      const { Name, team, Owner } = inputs.values["tags"] as Record<string, string>;
      assert.deepEqual({ team, Owner }, tags, `${type} ${name}`);
      // https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
      assert.match(String(Name), /^[\w .:/=+@-]{1,256}$/, `${type} ${name}`);
    }
  });

  it("are set on the machines and disks of node pools", () => {
    const template = tagged?.byName("aws:ec2/launchTemplate:LaunchTemplate", "ml-general").inputs.values;
    assert.deepEqual(template?.["tagSpecifications"], [
      { resourceType: "instance", tags: { Name: "ml-general", ...tags } },
      { resourceType: "volume", tags: { Name: "ml-general", ...tags } },
    ]);
  });

  it("are passed to the controllers that create load balancers and disks", () => {
    const release = tagged?.byName("kubernetes:helm.sh/v3:Release", "ml-load-balancers").inputs.values;
    assert.deepEqual((release?.["values"] as Record<string, unknown>)["defaultTags"], tags);
    const driver = tagged?.byName("aws:eks/addon:Addon", "ml-ebs-csi").inputs.values["configurationValues"];
    assert.equal(driver, '{"controller":{"extraVolumeTags":{"team":"ml","Owner":"platform"}}}');
  });

  it("change no other input", () => {
    assert.ok(plain !== undefined && tagged !== undefined);
    const others = changes(plain, tagged).filter((line) => !/^~ .*: (tagSpecifications, )?tags$/.test(line));
    assert.deepEqual(others, ["~ Addon ml-ebs-csi: configurationValues, tags", "~ Release ml-load-balancers: values"]);
  });
});

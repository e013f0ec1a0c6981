import assert from "node:assert/strict";
import { permissionsOf } from "../../../cli/plan/report/permissions";
import type { PlainValue, PlannedResource } from "../../../recorder/graph";
import { planOf } from "../plan-of-program";
import { graphOf, planned } from "./planned";

const rowsOf = (...resources: PlannedResource[]) =>
  permissionsOf(graphOf(...resources)).map(({ to, may, on, denied }) =>
    [to, denied ? `not ${may}` : may, on].join(" | "),
  );

const inline = (policy: PlainValue) =>
  planned(
    "aws:iam/rolePolicy:RolePolicy",
    "policy",
    { policy, role: "[unknown]" },
    { propertyDependencies: { role: ["urn:pulumi:dev::p::aws:iam/role:Role::pods"], policy: ["urn::bucket"] } },
  );
const LIST = { Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::data" };
const rbac = (kind: string, values: Readonly<Record<string, PlainValue>>) =>
  planned(`kubernetes:rbac.authorization.k8s.io/v1:${kind}`, "it", values);

describe("the permissions of a plan", () => {
  const table: readonly [what: string, resource: PlannedResource, rows: string[]][] = [
    ["a statement of a policy", inline({ Statement: [LIST] }), ["pods | s3:ListBucket | arn:aws:s3:::data"]],
    [
      "a policy that is JSON",
      inline(JSON.stringify({ Statement: LIST })),
      ["pods | s3:ListBucket | arn:aws:s3:::data"],
    ],
    [
      "statements with lists, and ARNs that are known later",
      inline({ Statement: [{ Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: ["[unknown]"] }] }),
      ["pods | s3:GetObject, s3:PutObject | bucket"],
    ],
    [
      "a statement that depends on a condition",
      inline({ Statement: { ...LIST, Condition: { StringEquals: { "aws:ResourceTag/x": "y" } } } }),
      ["pods | s3:ListBucket (depends on aws:ResourceTag/x) | arn:aws:s3:::data"],
    ],
    ["a policy that is known later", inline("[unknown]"), ["pods | known later | bucket"]],
    [
      "what a bucket forbids",
      planned("aws:s3/bucketPolicy:BucketPolicy", "policy", {
        policy: { Statement: [{ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::data" }] },
      }),
      ["everyone | not s3:* | arn:aws:s3:::data"],
    ],
    [
      "a bucket's policy that is known later, without a word on who may",
      planned("aws:s3/bucketPolicy:BucketPolicy", "policy", { policy: "[unknown]" }),
      ["known later | known later | "],
    ],
    [
      "everyone but one",
      planned("aws:s3/bucketPolicy:BucketPolicy", "policy", {
        policy: { Statement: [{ ...LIST, NotPrincipal: { AWS: "arn:aws:iam::1:root" } }] },
      }),
      ["everyone but arn:aws:iam::1:root | s3:ListBucket | arn:aws:s3:::data"],
    ],
    [
      "a principal of a cloud's service",
      planned("aws:s3/bucketPolicy:BucketPolicy", "policy", {
        policy: { Statement: [{ ...LIST, Principal: { Service: ["logs.amazonaws.com"] } }] },
      }),
      ["logs.amazonaws.com | s3:ListBucket | arn:aws:s3:::data"],
    ],
    [
      "a role of Google Cloud",
      planned("gcp:projects/iAMMember:IAMMember", "m", {
        member: "user:ada@example.org",
        role: "roles/x",
        project: "p",
      }),
      ["user:ada@example.org | roles/x | project p"],
    ],
    [
      "a role of Azure",
      planned("azure-native:authorization:RoleAssignment", "m", {
        description: "Reads",
        scope: "/x",
        principalId: "id",
      }),
      ["id | Reads | /x"],
    ],
    [
      "access to an EKS cluster",
      planned("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "m", {
        ...{ principalArn: "arn:role", policyArn: "arn:policy", accessScope: { type: "cluster" } },
      }),
      ["arn:role | arn:policy | cluster"],
    ],
    [
      "the rules of a role in the cluster",
      rbac("ClusterRole", {
        metadata: { name: "reader" },
        rules: [
          { apiGroups: ["", "apps"], resources: ["pods", "deployments"], verbs: ["get", "list"] },
          { nonResourceURLs: ["/metrics"], verbs: ["get"] },
        ],
      }),
      [
        "who is bound to reader | get, list | pods, deployments of core, apps",
        "who is bound to reader | get | /metrics",
      ],
    ],
    [
      "a binding in a namespace",
      rbac("RoleBinding", {
        metadata: { namespace: "models" },
        roleRef: { kind: "Role", name: "reader" },
        subjects: [
          { kind: "ServiceAccount", name: "hub", namespace: "jupyterhub" },
          { kind: "Group", name: "[unknown]" },
        ],
      }),
      ["ServiceAccount jupyterhub/hub, Group known later | Role reader | namespace models"],
    ],
    [
      "a binding for the whole cluster",
      rbac("ClusterRoleBinding", {
        roleRef: { kind: "ClusterRole", name: "admin" },
        subjects: [{ kind: "User", name: "a" }],
      }),
      ["User a | ClusterRole admin | the whole cluster"],
    ],
    ["nothing in other resources", planned("kubernetes:core/v1:Secret", "s", {}), []],
  ];
  for (const [what, resource, rows] of table) {
    it(`have ${what}`, () => {
      assert.deepEqual(rowsOf(resource), rows);
    });
  }

  it("have none of a resource that is only looked up", () => {
    assert.deepEqual(rowsOf({ ...inline({ Statement: [LIST] }), read: true }), []);
  });

  it("name in the program aws what Pachyderm may do with its bucket, and what nobody may", async () => {
    const { graph } = await planOf("aws", ["pachyderm", '{"s3":{}}']);
    assert.deepEqual(
      permissionsOf(graph)
        .filter(({ resource }) => resource.name === "pachyderm-bucket")
        .map(({ resource, to, may, on, denied }) => [resource.kind, to, may, on, denied]),
      [
        ["iam Role", "For pods of pachyderm/pachyderm and pachyderm/pachyderm-worker", "act as the role", "", false],
        [
          ...["iam RolePolicy", "pachyderm-bucket"],
          "s3:ListBucket, s3:GetBucketLocation, s3:ListBucketMultipartUploads",
          ...["pachyderm-bucket", false],
        ],
        [
          ...["iam RolePolicy", "pachyderm-bucket"],
          "s3:GetObject, s3:PutObject, s3:DeleteObject, s3:AbortMultipartUpload, s3:ListMultipartUploadParts",
          ...["pachyderm-bucket", false],
        ],
        ["s3 BucketPolicy", "everyone", "s3:* (depends on aws:SecureTransport)", "pachyderm-bucket", true],
      ],
    );
  });
});

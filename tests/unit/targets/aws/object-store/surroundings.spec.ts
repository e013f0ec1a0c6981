import assert from "node:assert/strict";
import { Provider } from "@pulumi/aws/provider";
import { MlCluster } from "../../../../../components";
import { deploy, type Deployed } from "../../../../helpers/deploy";
import { aws, clusterArgs } from "../eks";
import { IDENTITY, Store, store } from "./store";

const BUCKET = "aws:s3/bucket:Bucket";
const ROLE = "aws:iam/role:Role";

describe("a bucket of S3 for a cluster of the same program", () => {
  for (const preview of [true, false]) {
    it(`is ${preview ? "planned" : "created"} without the cluster, and its role after the issuer`, async () => {
      const graph = await deploy(
        () => {
          const { identity, region } = new MlCluster("ml", clusterArgs());
          new Store({ cluster: { identity, region } });
        },
        preview ? { preview } : aws(),
      );
      const bucket = graph.byName(BUCKET, "pachyderm-bucket");
      const role = graph.byName(ROLE, "pachyderm-bucket");
      const issuer = graph.byName("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "ml-oidc").urn;
      assert.equal(bucket.inputs.values["region"], "us-east-1");
      assert.deepEqual(bucket.dependencies, []);
      assert.ok(role.dependencies.includes(issuer));
    });
  }
});

describe("the AWS provider of a bucket of S3", () => {
  const providerOf = (graph: Deployed) => graph.byName("pulumi:providers:aws", "pachyderm-aws").inputs.values;

  it("is created for the region of the bucket", async () => {
    assert.equal(providerOf(await store({ block: { region: "eu-west-1" } }))["region"], "eu-west-1");
  });

  it("has the region of the issuer if no other is known", async () => {
    const issuer = IDENTITY.oidcIssuer.replace("us-east-1", "ap-south-1");
    const cluster = { region: undefined, identity: { ...IDENTITY, oidcIssuer: issuer } };
    assert.equal(providerOf(await store({ cluster }))["region"], "ap-south-1");
  });

  it("is the one that was passed", async () => {
    const graph = await deploy(() => {
      const aws = new Provider("mine", { region: "us-east-1" });
      new Store({}, { providers: [aws] });
    });
    assert.deepEqual(
      graph.ofType("pulumi:providers:aws").map(({ name }) => name),
      ["mine"],
    );
    const own = graph.byName("pulumi:providers:aws", "mine").urn;
    for (const type of [BUCKET, ROLE]) assert.ok(graph.byName(type, "pachyderm-bucket").provider?.startsWith(own));
  });
});

describe("the default tags of the stack's config, with a bucket of S3", () => {
  const tagged = (tags: object) => ({ config: { "aws:defaultTags": JSON.stringify({ tags }) } });
  const many = Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`k${String(index)}`, "v"]));

  const refused: readonly (readonly [what: string, tags: object, labels: Record<string, string>, problem: string])[] = [
    [
      "differ from a label in case only",
      { Team: "ml" },
      { team: "ml" },
      'labels with aws:defaultTags.Team: differs from "team" in upper and lower case only, and IAM refuses both together.',
    ],
    [
      "differ from the tag that a role has anyway in case only",
      { name: "ml" },
      {},
      'labels with aws:defaultTags.name: differs from "Name" in upper and lower case only, and IAM refuses both together.',
    ],
    [
      "are too many together with the labels",
      many,
      { team: "ml" },
      "labels with aws:defaultTags: 50 labels are too many; write at most 49",
    ],
  ];
  for (const [what, tags, labels, problem] of refused) {
    it(`are refused before anything is created if they ${what}`, async () => {
      await assert.rejects(store({ labels }, tagged(tags)), ({ message }: Error) => message.includes(problem));
    });
  }

  it("are refused if no installed SDK reads them", async () => {
    const config = { "aws:defaultTag": "{}" };
    await assert.rejects(store({}, { config }), /aws:defaultTag: is in the stack's config, but .* does not read it/);
  });

  it("may have the keys of labels, which replace them, and the tag of the role", async () => {
    const graph = await store({ labels: { team: "ml" } }, tagged({ team: "all", Name: "all" }));
    assert.deepEqual(graph.byName(ROLE, "pachyderm-bucket").inputs.values["tags"], {
      Name: "pachyderm-bucket",
      team: "ml",
    });
  });

  it("do not count if the program passes a provider, which has its own", async () => {
    await deploy(
      () => {
        const aws = new Provider("mine", { region: "us-east-1" });
        new Store({ labels: { team: "ml" } }, { providers: [aws] });
      },
      tagged({ Team: "ml" }),
    );
  });
});

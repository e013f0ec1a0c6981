import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { MlCluster } from "../../../../components";
import {
  foundSubnetworkProblems,
  type SubnetworkFacts,
  type SubnetworkUse,
} from "../../../../components/targets/gcp/problems/found-subnetwork";
import { deploy } from "../../../helpers/deploy";
import { clusterArgs, existingNetwork, gcp, gkeIn } from "./gke";

const SUBNETWORK = "gcp:compute/getSubnetwork:getSubnetwork";
const HOST = "https://www.googleapis.com/compute/v1/";

const found: SubnetworkFacts = {
  name: "ml",
  project: "ml-prod-123456",
  region: "us-central1",
  network: `${HOST}projects/ml-prod-123456/global/networks/shared`,
  ipCidrRange: "10.9.0.0/20",
  privateIpGoogleAccess: true,
  secondaryIpRanges: [
    { rangeName: "ml-pods", ipCidrRange: "10.64.0.0/19" },
    { rangeName: "ml-services", ipCidrRange: "10.68.0.0/20" },
  ],
};
const inHost = {
  ...found,
  project: "host-123456",
  network: `${HOST}projects/host-123456/global/networks/shared`,
};
const use: SubnetworkUse = {
  network: "shared",
  podsRange: "ml-pods",
  servicesRange: "ml-services",
  project: "ml-prod-123456",
  nodes: 25,
};
const ofHost = { network: "projects/host-123456/global/networks/shared" };

describe("a subnetwork that exists", () => {
  const rows: [
    title: string,
    found: SubnetworkFacts,
    use: Partial<SubnetworkUse>,
    problems: [input: string, reason: string][],
  ][] = [
    ["is accepted if all nodes, pods and Services fit", found, {}, []],
    ["is accepted in the network that a URL names", found, { network: found.network }, []],
    ["is accepted in the host project of a Shared VPC", inHost, ofHost, []],
    [
      "is accepted without Private Google Access, which GKE turns on",
      { ...found, privateIpGoogleAccess: false },
      {},
      [],
    ],
    [
      "is refused without Private Google Access in a Shared VPC, where GKE does not turn it on",
      { ...inHost, privateIpGoogleAccess: false },
      ofHost,
      [
        [
          "subnetwork",
          "ml has no Private Google Access, without which nodes pull no images. Run gcloud compute networks subnets update ml --project host-123456 --region us-central1 --enable-private-ip-google-access.",
        ],
      ],
    ],
    [
      "is refused in another network",
      found,
      { network: "prod" },
      [["network", '"prod" is not the network of the subnetwork ml. Write shared.']],
    ],
    [
      "is refused in a network of the host project that is named without the project",
      inHost,
      {},
      [
        [
          "network",
          '"shared" is not the network of the subnetwork ml. Write projects/host-123456/global/networks/shared.',
        ],
      ],
    ],
    [
      "is refused without a range of that name",
      found,
      { podsRange: "pods" },
      [
        [
          "podsRange",
          '"pods" is not a secondary range of the subnetwork ml, which has ml-pods, ml-services. Name one of them.',
        ],
      ],
    ],
    [
      "is refused without secondary ranges",
      { ...found, secondaryIpRanges: [] },
      {},
      [
        ["podsRange", '"ml-pods" is not a secondary range of the subnetwork ml, which has none. Add one.'],
        ["servicesRange", '"ml-services" is not a secondary range of the subnetwork ml, which has none. Add one.'],
      ],
    ],
    [
      "is refused if pods and Services turn out to have one range",
      found,
      { servicesRange: "ml-pods" },
      [
        [
          "servicesRange",
          "is the same range as podsRange. Name a secondary range for Services and another one for pods.",
        ],
      ],
    ],
    [
      "is refused if it is too small for the largest number of nodes",
      { ...found, ipCidrRange: "10.9.0.0/28" },
      {},
      [
        [
          "subnetwork",
          "10.9.0.0/28 has room for 12 nodes, but the node pools may have 25 during upgrades. Use a larger subnetwork, or lower max.",
        ],
      ],
    ],
    [
      "is refused if its range of pods is too small for the largest number of nodes",
      found,
      { nodes: 33 },
      [
        [
          "podsRange",
          "10.64.0.0/19 has room for 32 nodes, but the node pools may have 33 during upgrades. Name a larger range, or lower max.",
        ],
      ],
    ],
  ];
  for (const [title, facts, said, problems] of rows) {
    it(title, () => {
      assert.deepEqual(
        foundSubnetworkProblems(facts, { ...use, ...said }).map(({ path, reason }) => [path, reason]),
        problems.map(([input, reason]) => [`gcp.existingNetwork.${input}`, reason]),
      );
    });
  }
});

describe("the lookup of a subnetwork", () => {
  /** The arguments of the lookup, and the recorded program. */
  async function lookUp(subnetwork: string) {
    const asked: unknown[] = [];
    const { answers, outputs } = gcp();
    const graph = await gkeIn(
      {
        outputs,
        answers: (token, args) => {
          if (token === SUBNETWORK) asked.push(args);
          return answers?.(token, args);
        },
      },
      { gcp: { existingNetwork: { ...existingNetwork, network: ofHost.network, subnetwork } } },
    );
    return { asked, graph };
  }

  it("is in the project and region of a self link", async () => {
    const { asked } = await lookUp(`${HOST}projects/host-123456/regions/us-central1/subnetworks/ml`);
    assert.deepEqual(asked, [{ project: "host-123456", region: "us-central1", name: "ml" }]);
  });

  it("passes before anything is created in it", async () => {
    const { answers, outputs } = gcp();
    const small = { ...found, ipCidrRange: "10.9.0.0/29" };
    const cluster = gkeIn(
      { outputs, answers: (token, args) => (token === SUBNETWORK ? small : answers?.(token, args)) },
      { gcp: { existingNetwork } },
    );
    await assert.rejects(
      cluster,
      /MlCluster "ml".*\n.*gcp\.existingNetwork\.subnetwork: 10\.9\.0\.0\/29 has room for 4/,
    );
  });

  it("waits for what the component depends on, and is not made in a preview of it", async () => {
    const asked: string[] = [];
    const { answers, outputs } = gcp();
    const graph = await deploy(
      () => {
        class Subnetwork extends pulumi.CustomResource {
          constructor() {
            super("gcp:compute/subnetwork:Subnetwork", "ml", {});
          }
        }
        new MlCluster("ml", clusterArgs({ gcp: { existingNetwork } }), { dependsOn: [new Subnetwork()] });
      },
      {
        preview: true,
        outputs,
        answers: (token, args) => {
          asked.push(token);
          return answers?.(token, args);
        },
      },
    );
    assert.ok(!asked.includes(SUBNETWORK));
    assert.ok(graph.byName("gcp:container/cluster:Cluster", "ml").inputs.unknowns.includes("subnetwork"));
  });
});

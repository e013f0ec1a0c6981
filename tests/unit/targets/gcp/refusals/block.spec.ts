import { GcpMode } from "../../../../../components";
import { refusalsOf, untyped, type Refused } from "../../refused";
import { clusterArgs, existingNetwork } from "../gke";
import { KEY } from "../options/block";

const itRefuses = refusalsOf(clusterArgs);

describe("the block gcp refuses as its place", () => {
  itRefuses({
    "the name of a project instead of its id": [
      { gcp: { project: "ML Production" } },
      [
        "gcp.project",
        '"ML Production" is not the id of a project, such as ml-prod-123456; use the id, not the name or the number.',
      ],
    ],
    "the number of a project": [
      { gcp: { project: "123456789012" } },
      [
        "gcp.project",
        '"123456789012" is not the id of a project, such as ml-prod-123456; use the id, not the name or the number.',
      ],
    ],
    "a region of AWS": [
      { gcp: { location: "us-east-1" } },
      [
        "gcp.location",
        '"us-east-1" is not a region or zone of Google Cloud; write a region such as us-central1, or a zone such as us-central1-a.',
      ],
    ],
    "a region of Azure": [
      { gcp: { location: "centralus" } },
      [
        "gcp.location",
        '"centralus" is not a region or zone of Google Cloud; write a region such as us-central1, or a zone such as us-central1-a.',
      ],
    ],
    "a region as people write it": [
      { gcp: { location: "US Central1" } },
      ["gcp.location", '"US Central1" is not a region or zone of Google Cloud; write us-central1.'],
    ],
    "an input of another cloud": [
      untyped({ gcp: { region: "us-central1" } }),
      [
        "gcp.region",
        'unknown input "region"; the inputs are project, location, mode, network, existingNetwork, releaseChannel, maintenanceWindow, kmsKeyName, enableApis.',
      ],
    ],
  });
});

describe("the block gcp refuses as a network that exists", () => {
  const existing = (said: object) => ({ gcp: { existingNetwork: { ...existingNetwork, ...said } } });
  const path = (input: string) => `gcp.existingNetwork.${input}`;
  const LINK = "projects/host-123456/regions/us-central1/subnetworks/ml";
  itRefuses({
    "empty names": [
      existing({ network: "", subnetwork: "", podsRange: "", servicesRange: "" }),
      [
        path("network"),
        "is empty, so it is not a network of Google Cloud; use its name, or its self link projects/<project>/global/networks/<name>.",
      ],
      [
        path("subnetwork"),
        "is empty, so it is not a subnetwork of Google Cloud; use its name, or its self link projects/<project>/regions/<region>/subnetworks/<name>.",
      ],
      ...["podsRange", "servicesRange"].map((input): [string, string] => [
        path(input),
        "is empty, so it is not the name of a secondary range, which has at most 63 characters: a-z, 0-9 and '-', with a letter first and a letter or digit last.",
      ]),
    ],
    "the id of a network of AWS, and a subnetwork as its network": [
      existing({ network: LINK, subnetwork: "subnet-0123456789abcdef0/1" }),
      [
        path("network"),
        `"${LINK}" is not a network of Google Cloud; use its name, or its self link projects/<project>/global/networks/<name>.`,
      ],
      [
        path("subnetwork"),
        '"subnet-0123456789abcdef0/1" is not a subnetwork of Google Cloud; use its name, or its self link projects/<project>/regions/<region>/subnetworks/<name>.',
      ],
    ],
    "a self link of another host": [
      existing({ subnetwork: `https://a.example/${LINK}` }),
      [
        path("subnetwork"),
        `"https://a.example/projects/host-123456/regions/us-centra... is not a subnetwork of Google Cloud; use its name, or its self link projects/<project>/regions/<region>/subnetworks/<name>.`,
      ],
    ],
    "the addresses of a range instead of its name": [
      existing({ podsRange: "10.4.0.0/14" }),
      [
        path("podsRange"),
        "\"10.4.0.0/14\" is not the name of a secondary range, which has at most 63 characters: a-z, 0-9 and '-', with a letter first and a letter or digit last; use the name of the range, not its addresses.",
      ],
    ],
    "a subnetwork in another region": [
      existing({ subnetwork: LINK.replace("us-central1", "europe-west1") }),
      [
        path("subnetwork"),
        `"${LINK.replace("us-central1", "europe-west1")}" is in europe-west1, and the cluster is in us-central1; use a subnetwork in us-central1.`,
      ],
    ],
    "one range for pods and Services": [
      existing({ servicesRange: "ml-pods" }),
      [
        path("servicesRange"),
        "is the same range as podsRange. Name a secondary range for Services and another one for pods.",
      ],
    ],
  });
});

describe("the block gcp refuses as its network", () => {
  const network = (said: object) => ({ gcp: { network: said } });
  itRefuses({
    "nodes and pods in one range": [
      network({ podsCidr: "10.0.0.0/14" }),
      ["gcp.network.podsCidr", "10.0.0.0/14 overlaps nodesCidr (10.0.0.0/20). Write blocks that share no address."],
    ],
    "Services among the pods": [
      network({ servicesCidr: "10.5.0.0/20" }),
      ["gcp.network.servicesCidr", "10.5.0.0/20 overlaps podsCidr (10.4.0.0/14). Write blocks that share no address."],
    ],
    "a range of nodes that is too small for them": [
      { ...network({ nodesCidr: "10.0.0.0/29" }), nodePools: { general: { min: 3, max: 6 } } },
      [
        "gcp.network.nodesCidr",
        "has room for 4 nodes, but the node pools may have 7 during upgrades. Write a larger block, or lower max.",
      ],
    ],
    "a range of pods that is too small for the nodes": [
      { ...network({ podsCidr: "10.4.0.0/21" }), nodePools: { general: { min: 3, max: 8 } } },
      [
        "gcp.network.podsCidr",
        "has room for 8 nodes, but the node pools may have 9 during upgrades. Write a larger block, or lower max.",
      ],
    ],
    "a range of pods that GKE does not take": [
      network({ podsCidr: "10.4.0.0/24" }),
      ["gcp.network.podsCidr", '"10.4.0.0/24" is a /24; the range of pods must be a /9 to /21, such as 10.4.0.0/14.'],
    ],
    "more Services than GKE takes": [
      network({ servicesCidr: "10.128.0.0/12" }),
      [
        "gcp.network.servicesCidr",
        '"10.128.0.0/12" is a /12; the range of Services must be a /16 to /27, such as 10.8.0.0/20.',
      ],
    ],
    "addresses on the internet": [
      network({ nodesCidr: "203.0.112.0/20" }),
      ["gcp.network.nodesCidr", '"203.0.112.0/20" is not a block of private addresses, such as 10.0.0.0/20.'],
    ],
    "addresses of a single machine": [
      network({ nodesCidr: "127.0.0.0/20" }),
      ["gcp.network.nodesCidr", '"127.0.0.0/20" is not a block of private addresses, such as 10.0.0.0/20.'],
    ],
    "link-local addresses": [
      network({ nodesCidr: "169.254.0.0/20" }),
      ["gcp.network.nodesCidr", '"169.254.0.0/20" is not a block of private addresses, such as 10.0.0.0/20.'],
    ],
    "the range of Docker": [
      network({ nodesCidr: "172.17.0.0/20" }),
      [
        "gcp.network.nodesCidr",
        '"172.17.0.0/20" overlaps 172.17.0.0/16, which the nodes use themselves; write another block, such as 10.0.0.0/20.',
      ],
    ],
    "a range that contains that of Docker": [
      network({ podsCidr: "172.16.0.0/14" }),
      [
        "gcp.network.podsCidr",
        '"172.16.0.0/14" overlaps 172.17.0.0/16, which the nodes use themselves; write another block, such as 10.4.0.0/14.',
      ],
    ],
    "a range with an address inside": [
      network({ nodesCidr: "10.0.0.1/20" }),
      ["gcp.network.nodesCidr", '"10.0.0.1/20" has bits set beyond its prefix; write 10.0.0.0/20.'],
    ],
    "two networks": [
      { gcp: { network: {}, existingNetwork } },
      ["gcp", "2 were given (network, existingNetwork); fill exactly one."],
    ],
    "an existing network without its ranges": [
      untyped({ gcp: { existingNetwork: { network: "shared", subnetwork: "ml" } } }),
      ["gcp.existingNetwork.podsRange", "is missing. Name of the subnetwork's secondary range for pods."],
      ["gcp.existingNetwork.servicesRange", "is missing. Name of the subnetwork's secondary range for Services."],
    ],
  });
});

describe("the block gcp refuses as its maintenance window", () => {
  const window = (said: object) => ({
    gcp: {
      maintenanceWindow: {
        startTime: "2026-01-03T02:00:00Z",
        endTime: "2026-01-03T14:00:00Z",
        recurrence: "FREQ=WEEKLY;BYDAY=SA,SU",
        ...said,
      },
    },
  });
  itRefuses({
    "a window of three hours": [
      window({ endTime: "2026-01-03T05:00:00Z" }),
      ["gcp.maintenanceWindow.endTime", "is not 4 to 24 hours after startTime. Write the end of the first window."],
    ],
    "an end before the start": [
      window({ endTime: "2026-01-02T05:00:00Z" }),
      ["gcp.maintenanceWindow.endTime", "is not 4 to 24 hours after startTime. Write the end of the first window."],
    ],
    "less than 48 hours in 32 days": [
      window({ endTime: "2026-01-03T06:00:00Z" }),
      [
        "gcp.maintenanceWindow.recurrence",
        "gives 32 hours in 32 days, and GKE needs 48. Make the window longer, or add days: FREQ=WEEKLY;BYDAY=FR,SA,SU.",
      ],
    ],
    "a window in every other week": [
      window({ recurrence: "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA" }),
      [
        "gcp.maintenanceWindow.recurrence",
        "gives 24 hours in 32 days, and GKE needs 48. Make the window longer, or add days: FREQ=WEEKLY;BYDAY=FR,SA,SU.",
      ],
    ],
    "a time of day": [
      window({ startTime: "02:00" }),
      ["gcp.maintenanceWindow.startTime", '"02:00" is not a time in UTC, such as 2026-01-03T02:00:00Z.'],
    ],
    "a day that the calendar does not have": [
      window({ startTime: "2026-02-31T02:00:00Z", endTime: "2026-03-03T14:00:00Z" }),
      ["gcp.maintenanceWindow.startTime", '"2026-02-31T02:00:00Z" is not a time in UTC, such as 2026-01-03T02:00:00Z.'],
    ],
    "one day a week, written as a daily window": [
      window({ endTime: "2026-01-03T06:00:00Z", recurrence: "FREQ=DAILY;BYDAY=SA" }),
      [
        "gcp.maintenanceWindow.recurrence",
        "gives 16 hours in 32 days, and GKE needs 48. Make the window longer, or add days: FREQ=WEEKLY;BYDAY=FR,SA,SU.",
      ],
    ],
    ...Object.fromEntries(
      Object.entries({
        "a day of the week": "SA",
        "a window that never comes again": "FREQ=WEEKLY;INTERVAL=0",
        "a window that comes only a few times": "FREQ=DAILY;COUNT=3",
        "windows that end": "FREQ=DAILY;UNTIL=20270101T000000Z",
        "a day twice": "FREQ=WEEKLY;BYDAY=SA,SA,SA,SA",
        "a day that there is not": "FREQ=WEEKLY;BYDAY=SA,XX",
        "a day of the month": "FREQ=WEEKLY;BYDAY=1SA,SU",
        "a part twice": "FREQ=DAILY;INTERVAL=1;INTERVAL=9",
      }).map(([title, recurrence]): [string, Refused] => [
        title,
        [
          window({ recurrence }),
          [
            "gcp.maintenanceWindow.recurrence",
            `"${recurrence}" is not a recurrence of FREQ, INTERVAL and BYDAY, such as FREQ=DAILY or FREQ=WEEKLY;BYDAY=SA,SU.`,
          ],
        ],
      ]),
    ),
  });
});

describe("the block gcp refuses as its other inputs", () => {
  itRefuses({
    "a key in another region": [
      { gcp: { kmsKeyName: KEY.replace("us-central1", "europe-west1") } },
      [
        "gcp.kmsKeyName",
        '"projects/keys-123456/locations/europe-west1/keyRings/ml/... is not a key in us-central1, the region of the cluster; use a key there.',
      ],
    ],
    "a key ring": [
      { gcp: { kmsKeyName: KEY.replace(/\/cryptoKeys.*/, "") } },
      [
        "gcp.kmsKeyName",
        '"projects/keys-123456/locations/us-central1/keyRings/ml" is not the name of a Cloud KMS key: projects/<project>/locations/<region>/keyRings/<ring>/cryptoKeys/<key>.',
      ],
    ],
    "a release channel that there is not": [
      untyped({ gcp: { releaseChannel: "NIGHTLY" } }),
      ["gcp.releaseChannel", '"NIGHTLY" is not one of RAPID, REGULAR, STABLE, EXTENDED.'],
    ],
    "a mode that there is not": [
      untyped({ gcp: { mode: "serverless" } }),
      ["gcp.mode", '"serverless" is not one of standard, autopilot.'],
    ],
    "Autopilot in a zone": [
      { gcp: { mode: GcpMode.Autopilot, location: "us-central1-a" } },
      ["gcp.location", '"us-central1-a" is a zone, and Autopilot needs a region. Write us-central1.'],
    ],
    "node pools with Autopilot": [
      { gcp: { mode: GcpMode.Autopilot }, nodePools: { general: { min: 3 } } },
      ["nodePools", "has no effect with Autopilot, which creates nodes as pods need them. Leave it out."],
    ],
  });
});

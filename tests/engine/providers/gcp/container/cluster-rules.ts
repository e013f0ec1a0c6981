import { type Properties, objectAt } from "../../property-values";
import { overlap, parseCidr } from "../../cloud/cidr";
import { flagAt, objectsAt, textAt } from "../../cloud/values";
import { networkId } from "../compute/network";
import { SUBNETWORK, subnetworkId } from "../compute/subnetwork";
import { type GcpCloud, GcpError } from "../gcp-cloud";
import { hasRole } from "../iam/members";

/** The range of pods or of Services of a cluster; undefined if its subnetwork has none of that name. */
export function secondaryRange(cloud: GcpCloud, cluster: Properties, key: string): string | undefined {
  const subnetwork = cloud.find(SUBNETWORK, subnetworkId(cloud, cluster));
  const name = textAt(cluster.ipAllocationPolicy, key);
  const found = objectsAt(subnetwork?.inputs, "secondaryIpRanges").find((one) => textAt(one, "rangeName") === name);
  return found && textAt(found, "ipCidrRange");
}

/** GKE documentation, "VPC-native clusters": both ranges are of the subnetwork, and a Service range is at most a /16. */
export function checkRanges(cloud: GcpCloud, inputs: Properties): void {
  const id = subnetworkId(cloud, inputs);
  const subnetwork = cloud.find(SUBNETWORK, id);
  if (!subnetwork) throw new GcpError(404, `The resource '${id}' was not found`);
  if (networkId(cloud, textAt(subnetwork.inputs, "network")) !== networkId(cloud, textAt(inputs, "network"))) {
    throw new GcpError(400, `Subnetwork "${id}" is not in network "${textAt(inputs, "network")}"`);
  }
  for (const key of ["clusterSecondaryRangeName", "servicesSecondaryRangeName"]) {
    if (secondaryRange(cloud, inputs, key) === undefined) {
      const name = textAt(inputs.ipAllocationPolicy, key);
      throw new GcpError(400, `Secondary range "${name}" does not exist in subnetwork "${id}"`);
    }
  }
  const docker = parseCidr("172.17.0.0/16");
  const ranges = [
    textAt(subnetwork.inputs, "ipCidrRange"),
    ...["clusterSecondaryRangeName", "servicesSecondaryRangeName"].map(
      (key) => secondaryRange(cloud, inputs, key) ?? "",
    ),
  ];
  const taken = ranges.find((text) => {
    const block = parseCidr(text);
    return block && docker && overlap(block, docker);
  });
  if (taken !== undefined) throw new GcpError(400, `Range ${taken} conflicts with reserved range 172.17.0.0/16`);
  const services = parseCidr(secondaryRange(cloud, inputs, "servicesSecondaryRangeName") ?? "");
  if (services && (services.prefix < 16 || services.prefix > 27)) {
    throw new GcpError(400, `Services range /${services.prefix} must have a prefix length from 16 to 27`);
  }
}

/** GKE documentation, "Customize your network isolation": which endpoints there may be, and who may be let in. */
export function checkEndpoints(inputs: Properties): void {
  const endpoints = inputs.controlPlaneEndpointsConfig;
  const isDns = flagAt(objectAt(endpoints, "dnsEndpointConfig"), "allowExternalTraffic");
  const isIp = flagAt(objectAt(endpoints, "ipEndpointsConfig"), "enabled", true);
  if (!isDns && !isIp) throw new GcpError(400, "Cannot disable all control plane endpoints");
  const isPrivate = flagAt(inputs.privateClusterConfig, "enablePrivateEndpoint");
  if (isPrivate && !flagAt(inputs.privateClusterConfig, "enablePrivateNodes")) {
    throw new GcpError(400, "enable_private_endpoint requires enable_private_nodes");
  }
  const networks = objectsAt(inputs.masterAuthorizedNetworksConfig, "cidrBlocks").map((one) =>
    textAt(one, "cidrBlock"),
  );
  for (const network of networks) {
    if (!parseCidr(network))
      throw new GcpError(400, `Invalid master authorized networks: network "${network}" is invalid`);
    if (
      isPrivate &&
      !/^(?:10|172\.(?:1[6-9]|2\d|3[01])|192\.168|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(network)
    ) {
      throw new GcpError(
        400,
        `Invalid master authorized networks: network "${network}" is not a reserved network, which is required for private endpoints`,
      );
    }
  }
  if (networks.length > 100) throw new GcpError(400, "Too many master authorized networks: at most 100");
}

const HOURS = 3_600_000;
const RULE =
  /^FREQ=(DAILY|WEEKLY)(?:;INTERVAL=([1-9]\d*))?(?:;BYDAY=((?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*))?$/;

/** How often a window comes, of the rules that GKE documents. Days that are written twice count once. */
function timesIn32Days(rule: string): number {
  const [found, frequency, interval = "1", days] = RULE.exec(rule) ?? [];
  if (found === undefined) throw new GcpError(400, `Invalid recurrence "${rule}"`);
  const everyDay = frequency === "DAILY" && days === undefined;
  return Math.floor(32 / ((everyDay ? 1 : 7) * Number(interval))) * new Set(days?.split(",") ?? [""]).size;
}

/** GKE documentation, "Maintenance windows": 48 hours in 32 days, of windows with at least 4. */
export function checkWindow({ maintenancePolicy }: Properties): void {
  const window = objectAt(maintenancePolicy, "recurringWindow");
  const recurrence = textAt(window, "recurrence");
  if (recurrence === "") return;
  const hours = (Date.parse(textAt(window, "endTime")) - Date.parse(textAt(window, "startTime"))) / HOURS;
  const times = timesIn32Days(recurrence);
  if (!(hours >= 4) || hours * times < 48) {
    throw new GcpError(
      400,
      "maintenance policy would go longer than 32d maximum without 48h maintenance availability of ≥4h contiguous duration",
    );
  }
}

/** GKE documentation, "Encrypt Secrets at the application layer": GKE's own account must be allowed to use the key. */
export async function checkKey(cloud: GcpCloud, inputs: Properties): Promise<void> {
  const key = textAt(inputs.databaseEncryption, "keyName");
  if (key === "") return;
  const region = textAt(inputs, "location").replace(/-[a-z]$/, "");
  if (!key.includes(`/locations/${region}/`)) {
    throw new GcpError(400, `Cloud KMS key "${key}" must be in the location of the cluster, ${region}`);
  }
  const agent = `serviceAccount:service-${cloud.projectNumber}@container-engine-robot.iam.gserviceaccount.com`;
  const role = "roles/cloudkms.cryptoKeyEncrypterDecrypter";
  if (await cloud.eventually(() => hasRole(cloud, agent, role, key))) return;
  throw new GcpError(400, `Cloud KMS key "${key}" is not usable by GKE's service account: permission denied`);
}

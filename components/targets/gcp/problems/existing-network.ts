import { checked, type Check } from "../../../shared/checks";
import { isDeferred, problemIf, type Problem } from "../../../shared/invalid-args";
import type { GcpClusterArgs } from "../args";
import { NETWORK_LINK, SUBNETWORK_LINK } from "../compute-links";
import { regionOf } from "../spec";

/** Names of Compute Engine: https://cloud.google.com/compute/docs/naming-resources. */
const NAME = /^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const NAME_RULE = "at most 63 characters: a-z, 0-9 and '-', with a letter first and a letter or digit last";

const network: Check = (value) =>
  NAME.test(value) || NAME.test(NETWORK_LINK.exec(value)?.groups?.["name"] ?? "")
    ? undefined
    : "is not a network of Google Cloud; use its name, or its self link projects/<project>/global/networks/<name>";

const subnetwork: Check = (value) =>
  NAME.test(value) || NAME.test(SUBNETWORK_LINK.exec(value)?.groups?.["name"] ?? "")
    ? undefined
    : "is not a subnetwork of Google Cloud; use its name, or its self link projects/<project>/regions/<region>/subnetworks/<name>";

const rangeName: Check = (value) => {
  if (NAME.test(value)) return undefined;
  const isBlock = /^[\d.]+(?:\/\d+)?$/.test(value);
  return `is not the name of a secondary range, which has ${NAME_RULE}${isBlock ? "; use the name of the range, not its addresses" : ""}`;
};

/** The form of each input of a network that exists. */
export const existingNetworkProblems = ({ existingNetwork: existing }: GcpClusterArgs): Problem[] => [
  ...checked("gcp.existingNetwork.network", existing?.network, network),
  ...checked("gcp.existingNetwork.subnetwork", existing?.subnetwork, subnetwork),
  ...checked("gcp.existingNetwork.podsRange", existing?.podsRange, rangeName),
  ...checked("gcp.existingNetwork.servicesRange", existing?.servicesRange, rangeName),
];

/** What is wrong between these inputs and the location of the cluster. */
export function existingNetworkRuleProblems({ existingNetwork }: GcpClusterArgs, location: string): Problem[] {
  if (existingNetwork === undefined) return [];
  const { podsRange, servicesRange } = existingNetwork;
  const region = regionOf(location);
  return [
    ...checked("gcp.existingNetwork.subnetwork", existingNetwork.subnetwork, (value) => {
      const { region: own = region } = SUBNETWORK_LINK.exec(value)?.groups ?? {};
      return own === region
        ? undefined
        : `is in ${own}, and the cluster is in ${region}; use a subnetwork in ${region}`;
    }),
    ...problemIf(
      !isDeferred(podsRange) && podsRange === servicesRange,
      "gcp.existingNetwork.servicesRange",
      "is the same range as podsRange. Name a secondary range for Services and another one for pods.",
    ),
  ];
}

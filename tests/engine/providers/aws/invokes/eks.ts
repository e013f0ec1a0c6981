import type { Invoke } from "../../cloud/resource-type";
import { textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { regionOf } from "../aws-type";
import { addonVersions } from "../eks/addon-versions";
import { neededCluster } from "../eks/needed-cluster";
import { DEFAULT_VERSION, OFFERED } from "../eks/versions";

/** Functions about EKS. */
export const eksInvokes: Record<string, Invoke<AwsCloud>> = {
  "aws:eks/getAddonVersion:getAddonVersion": (_cloud, args, settings) => {
    const [addonName, kubernetesVersion] = [textAt(args, "addonName"), textAt(args, "kubernetesVersion")];
    const versions = addonVersions(addonName, kubernetesVersion);
    const version = (args.mostRecent === true ? versions.at(-1) : versions[0]) ?? "";
    return { id: addonName, addonName, kubernetesVersion, version, region: regionOf(args, settings) };
  },
  "aws:eks/getCluster:getCluster": (cloud, args) => {
    const { id, inputs, outputs } = neededCluster(cloud, textAt(args, "name"));
    return {
      id,
      ...inputs,
      ...outputs,
      certificateAuthorities: [outputs.certificateAuthority ?? {}],
      accessConfigs: [inputs.accessConfig ?? {}],
      kubernetesNetworkConfigs: [inputs.kubernetesNetworkConfig ?? {}],
    };
  },
  "aws:eks/getClusterVersions:getClusterVersions": (_cloud, args, settings) => {
    const all = OFFERED.map((clusterVersion) => ({
      clusterVersion,
      defaultVersion: clusterVersion === DEFAULT_VERSION,
    }));
    const clusterVersions = all.filter(({ defaultVersion }) => defaultVersion || args.defaultOnly !== true);
    return { region: regionOf(args, settings), clusterVersions };
  },
};

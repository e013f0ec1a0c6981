import type { Invoke } from "../../cloud/resource-type";
import { objectsAt, listAt, textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { regionOf } from "../aws-type";

/** Functions about the account and where it is. */
export const accountInvokes: Record<string, Invoke<AwsCloud>> = {
  "aws:index/getAvailabilityZones:getAvailabilityZones": (cloud, args, settings) => {
    const region = regionOf(args, settings);
    const filters = objectsAt(args, "filters");
    const optIn = filters.find((filter) => textAt(filter, "name") === "opt-in-status");
    const ordinary = optIn !== undefined && !listAt(optIn, "values").includes("not-opted-in");
    const [excluded, excludedIds] = [listAt(args, "excludeNames"), listAt(args, "excludeZoneIds")];
    // Without that filter the list holds local zones too, in which EKS puts no control plane.
    const all = [...cloud.zones(region), ...(ordinary ? [] : [`${region}-bos-1a`])];
    const names = all.filter((name) => !excluded.includes(name) && !excludedIds.includes(cloud.zoneId(name)));
    const zoneIds = names.map((name) => cloud.zoneId(name));
    return { id: region, region, names, zoneIds, groupNames: [region], filters };
  },
  "aws:index/getCallerIdentity:getCallerIdentity": (cloud, _args, settings) => ({
    id: cloud.account,
    accountId: cloud.account,
    arn: cloud.principalOf(settings),
    userId: "AIDATEST",
  }),
  "aws:index/getPartition:getPartition": (cloud) => ({
    id: cloud.partition,
    partition: cloud.partition,
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getRegion:getRegion": (_cloud, args, settings) => {
    const region = regionOf(args, settings);
    return { id: region, name: region, region, description: region, endpoint: `ec2.${region}.amazonaws.com` };
  },
};

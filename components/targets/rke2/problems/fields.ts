import { checked, checkedCount, checkedEach, cidr, notEmpty, type Check, version } from "../../../shared/checks";
import { whenKnown } from "../../../shared/deferred";
import { problemIf, type Problem } from "../../../shared/invalid-args";
import type { ClusterRequest } from "../../target";
import type { Rke2ClusterArgs } from "../args";
import * as formats from "../formats";
import { keyFieldProblems } from "./node-fields";

/** The form of each input of the block, apart from its nodes. */
export const blockFieldProblems = (
  { name, spec }: ClusterRequest<Rke2ClusterArgs>,
  block: Rke2ClusterArgs,
): Problem[] => [
  ...checked("name", name, formats.clusterName),
  ...checked("kubernetesVersion", spec.kubernetesVersion, version),
  ...checked("rke2.version", block.version, formats.release),
  ...checked("rke2.user", block.user, formats.user),
  ...checkedCount("rke2.port", block.port, 1, 65535),
  ...keyFieldProblems("rke2", block),
  ...bastionProblems(block),
  ...checked("rke2.registrationAddress", block.registrationAddress, formats.host),
  ...checkedEach("rke2.tlsSans", block.tlsSans, formats.host),
  ...Object.entries(block.hostEntries ?? {}).flatMap(([name, address]) => [
    ...checked(`rke2.hostEntries.${name}`, name, formats.hostEntry),
    ...checked(`rke2.hostEntries.${name}`, address, formats.ipv4),
  ]),
  ...checkedEach("rke2.nameservers", block.nameservers, formats.ipv4),
  ...checked("rke2.airGapFolder", block.airGapFolder, notEmpty),
  ...checked("rke2.clusterCidr", block.clusterCidr, block4),
  ...checked("rke2.serviceCidr", block.serviceCidr, block4),
  ...checked("rke2.clusterDns", block.clusterDns, formats.ipv4),
  ...checked("rke2.clusterDomain", block.clusterDomain, formats.domain),
  ...checked("rke2.nodePortRange", block.nodePortRange, formats.portRange),
  ...snapshotProblems(block),
  ...checked("rke2.localStorageFolder", block.localStorageFolder, formats.folder),
  ...checked("rke2.loadBalancerNetwork", block.loadBalancerNetwork, cidr),
];

/** A block of IPv4. */
const block4: Check = (value) =>
  cidr(value) ?? (value.includes(":") ? "is a block of IPv6; write one of IPv4, such as 10.42.0.0/16" : undefined);

const bastionProblems = ({ bastion }: Rke2ClusterArgs): Problem[] =>
  bastion === undefined
    ? []
    : [
        ...checked("rke2.bastion.address", bastion.address, formats.host),
        ...checked("rke2.bastion.user", bastion.user, formats.user),
        ...checkedCount("rke2.bastion.port", bastion.port, 1, 65535),
        ...keyFieldProblems("rke2.bastion", bastion),
        ...checked("rke2.bastion.hostKey", bastion.hostKey, formats.hostKey),
      ];

const snapshotProblems = ({ etcdSnapshots: { schedule, retention, s3 } = {} }: Rke2ClusterArgs): Problem[] => [
  ...checked("rke2.etcdSnapshots.schedule", schedule, formats.schedule),
  ...checkedCount("rke2.etcdSnapshots.retention", retention, 1),
  ...checked("rke2.etcdSnapshots.s3.bucket", s3?.bucket, notEmpty),
  ...checked("rke2.etcdSnapshots.s3.endpoint", s3?.endpoint, formats.endpoint),
  ...checked("rke2.etcdSnapshots.s3.region", s3?.region, notEmpty),
  ...checked("rke2.etcdSnapshots.s3.folder", s3?.folder, notEmpty),
  ...(["accessKey", "secretKey"] as const).flatMap((key) =>
    whenKnown(s3?.[key], (value) => [
      ...problemIf(value === "", `rke2.etcdSnapshots.s3.${key}`, "is empty."),
      ...problemIf(
        /\s/.test(value),
        `rke2.etcdSnapshots.s3.${key}`,
        "has a space or a line break, as the text of a file has at its end. Leave it out.",
      ),
    ]),
  ),
];

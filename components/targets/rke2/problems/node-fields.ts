import type * as pulumi from "@pulumi/pulumi";
import {
  checked,
  checkedCount,
  checkedLabels,
  labelKey,
  labelValue,
  notEmpty,
  type Check,
} from "../../../shared/checks";
import { whenKnown } from "../../../shared/deferred";
import { problemIf, type Problem } from "../../../shared/invalid-args";
import type { Rke2NodeArgs } from "../args";
import * as formats from "../formats";

/** The form of each input of a node. */
export const nodeFieldProblems = (path: string, node: Rke2NodeArgs): Problem[] => [
  ...checked(`${path}.address`, node.address, formats.host),
  ...checked(`${path}.user`, node.user, formats.user),
  ...checkedCount(`${path}.port`, node.port, 1, 65535),
  ...keyFieldProblems(path, node),
  ...checked(`${path}.hostKey`, node.hostKey, formats.hostKey),
  ...checked(`${path}.internalAddress`, node.internalAddress, formats.ownIpv4),
  ...checked(`${path}.hostname`, node.hostname, formats.nodeName),
  ...checkedLabels(`${path}.labels`, node.labels),
  ...(node.taints ?? []).flatMap(({ key, value }, index) => [
    ...checked(`${path}.taints[${String(index)}].key`, key, labelKey),
    ...checked(`${path}.taints[${String(index)}].value`, value, labelValue),
  ]),
  ...checked(`${path}.gpu.type`, node.gpu?.type, gpuType),
  ...checkedCount(`${path}.gpu.count`, node.gpu?.count, 1),
];

/** The model becomes the value of a label. */
const gpuType: Check = (value) => (value === "" ? "is empty; write the model, such as nvidia-l4" : labelValue(value));

interface KeyInputs {
  readonly sshKey?: pulumi.Input<string>;
  readonly sshKeyPath?: string;
}

/** The form of a private key, whose text no error shows. */
export const keyFieldProblems = (path: string, { sshKey, sshKeyPath }: KeyInputs): Problem[] => [
  ...whenKnown(sshKey, (text) => {
    const rule = formats.privateKey(text);
    return problemIf(rule !== undefined, `${path}.sshKey`, `the value ${rule ?? ""}.`);
  }),
  ...checked(`${path}.sshKeyPath`, sshKeyPath, notEmpty),
];

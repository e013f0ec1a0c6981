import type { CloudRules } from "../cloud-rules";

export const cloud: CloudRules = {
  // The disks and addresses of the machines are not ours.
  encryptedDisks: {},
  publicNodes: () => [],
};

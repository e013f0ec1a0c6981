import type { CloudRules } from "../cloud-rules";

export const cloud: CloudRules = {
  // The addresses of the machines are not ours.
  publicNodes: () => [],
};

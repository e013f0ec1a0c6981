import type { CloudRules } from "../cloud-rules";

export const cloud: CloudRules = {
  // Volumes are folders of this machine, and the containers of nodes have addresses of a Docker network only.
  encryptedDisks: {},
  publicNodes: () => [],
};

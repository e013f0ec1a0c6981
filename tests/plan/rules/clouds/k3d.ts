import type { CloudRules } from "../cloud-rules";

export const cloud: CloudRules = {
  // The containers of nodes have addresses of a Docker network only.
  publicNodes: () => [],
};

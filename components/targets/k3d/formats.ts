import { isIPv4 } from "node:net";
import { cidr, type Check } from "../../shared/checks";
import { contains, ipv4Block, isWithin, overlaps, PRIVATE_BLOCKS, type Ipv4Block } from "../../shared/cidr";

const HOST_LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i;

/** What k3d calls a host name (pkg/client/clusterName.go, k3d 5.9). */
const isHostName = (value: string): boolean => value.split(".").every((label) => HOST_LABEL.test(label));

/** Most characters of a cluster's name (`DefaultClusterNameMaxLength`, k3d 5.9). */
const LONGEST_NAME = 32;

/** The name of a cluster, or of a registry. */
export const hostName: Check = (value) =>
  isHostName(value) ? undefined : "is not a host name, as k3d wants it; use letters, digits, '-' and '.', such as ml";

/** The name of a cluster. */
export const clusterName: Check = (value) =>
  value.length > LONGEST_NAME
    ? `has ${String(value.length)} characters, and k3d takes at most ${String(LONGEST_NAME)}`
    : hostName(value);

const MEMORY = /^(\d+(?:\.\d+)?) ?(?:([kmgt])(?:i?b)?)$/i;
const UNITS: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** What k3s needs at the least: https://docs.k3s.io/installation/requirements, of 2026-11. */
const LEAST_MEMORY = 2 ** 29;

/** An amount of memory as Docker reads it (docker/go-units, `RAMInBytes`). A number alone would be bytes, which nobody means. */
export const memory: Check = (value) => {
  const [, amount = "", unit = ""] = MEMORY.exec(value) ?? [];
  if (amount === "") return "is not an amount of memory, as Docker writes it: 8G or 512m";
  return Number(amount) * (UNITS[unit.toLowerCase()] ?? 0) < LEAST_MEMORY
    ? "is too little: k3s needs at least 512m"
    : undefined;
};

/** An image with a tag. Without one, or as `stable`, each machine would get another release. */
export const image: Check = (value) =>
  /^[a-z0-9][\w.-]*(:\d+)?(\/[\w.-]+)*:[\w][\w.-]*(@sha256:[0-9a-f]{64})?$/i.test(value)
    ? undefined
    : "is not an image with a tag, such as rancher/k3s:v1.35.8-k3s1";

/** An IPv4 address. */
export const ipv4: Check = (value) => (isIPv4(value) ? undefined : "is not an IPv4 address, such as 127.0.0.1");

/** What k3s gives to pods (10.42.0.0/16) and Services (10.43.0.0/16) by default. */
const OF_K3S = ipv4Block("10.42.0.0/15") as Ipv4Block;

/** The block of a Docker network. */
export const subnet: Check = (value) => {
  const malformed = cidr(value);
  if (malformed !== undefined) return malformed;
  const block = ipv4Block(value);
  if (block === undefined || !isWithin(PRIVATE_BLOCKS, block))
    return "is not a private IPv4 block, such as 172.28.0.0/16";
  if (block.length > 28) return "is too small; write a block of at least 16 addresses, such as 172.28.0.0/16";
  return overlaps(OF_K3S, block) || contains(block, OF_K3S)
    ? "has addresses of 10.42.0.0/15, which k3s gives to pods and Services; write another, such as 172.28.0.0/16"
    : undefined;
};

/** Characters that mean something else in a k3d config: `:` ends a path, and `$` starts the name of a variable. */
const isPlainPath = (value: string): boolean => /^\/[^:$\0\n]*$/.test(value);

/** An absolute path. */
export const path: Check = (value) =>
  isPlainPath(value) ? undefined : "is not an absolute path without ':' and '$', such as /srv/data";

/** What a volume shows: a path of the machine, or the name of a volume of Docker. */
export const volumeSource: Check = (value) =>
  isPlainPath(value) || /^[a-z0-9][\w.-]+$/i.test(value)
    ? undefined
    : "is neither an absolute path without ':' and '$', such as /srv/data, nor the name of a Docker volume";

/** A registry that exists (k3d 5.9, pkg/util/registry.go), with its port: without one, k3s would ask port 80. */
export const registry: Check = (value) =>
  /^[a-z0-9.-]+:\d{1,5}$/i.test(value) ? undefined : "is not the name and port of a registry, such as k3d-images:5000";

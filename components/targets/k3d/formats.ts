import { isIPv4 } from "node:net";
import { posix } from "node:path";
import { cidr, type Check } from "../../shared/checks";
import { contains, ipv4Block, isWithin, overlaps, PRIVATE_BLOCKS, type Ipv4Block } from "../../shared/cidr";

const HOST_LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i;

/** What k3d calls a host name (pkg/client/clusterName.go, k3d 5.9). */
const isHostName = (value: string): boolean => value.split(".").every((label) => HOST_LABEL.test(label));

/** Most characters of a cluster's name (`DefaultClusterNameMaxLength`, k3d 5.9). */
const LONGEST_NAME = 32;

const hostName: Check = (value) =>
  isHostName(value) ? undefined : "is not a host name, as k3d wants it; use letters, digits, '-' and '.', such as ml";

/** The name of a cluster. */
export const clusterName: Check = (value) =>
  value.length > LONGEST_NAME
    ? `has ${String(value.length)} characters, and k3d takes at most ${String(LONGEST_NAME)}`
    : hostName(value);

/** The name of a registry is also that of its container, of at least 2 characters (moby 28, daemon/names), and its host name in Linux. */
export const registryName: Check = (value) =>
  isHostName(value) && (value.length < 2 || value.length > 63)
    ? `has ${String(value.length)} characters, and Docker takes 2 to 63`
    : hostName(value);

const MEMORY = /^(\d+(?:\.\d+)?) ?(?:([kmgt])(?:i?b)?)$/i;
const UNITS: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** What k3s needs at the least: https://docs.k3s.io/installation/requirements, of 2026-11. */
const LEAST_MEMORY = 2 ** 29;

/** An amount of memory as Docker reads it (docker/go-units, `RAMInBytes`). A number alone would be bytes, which nobody means. */
export const memory: Check = (value) => {
  const [, amount = "", unit = ""] = MEMORY.exec(value) ?? [];
  if (amount === "") return "is not an amount of memory, as Docker writes it: 8G or 512m";
  const bytes = Number(amount) * (UNITS[unit.toLowerCase()] ?? 0);
  if (bytes >= 2 ** 63) return "is more than Docker can count";
  return bytes < LEAST_MEMORY ? "is too little: k3s needs at least 512m" : undefined;
};

/** A host with or without a port, a path in lower case, a tag and perhaps a digest (distribution/reference 0.6, regexp.go). */
const PATH_PART = "[a-z0-9]+(?:(?:[.]|__?|-+)[a-z0-9]+)*";
const DOMAIN_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
const REFERENCE = new RegExp(
  `^(?:${DOMAIN_LABEL}(?:[.]${DOMAIN_LABEL})*(?::\\d+)?/)?${PATH_PART}(?:/${PATH_PART})*:\\w[\\w.-]{0,127}(?:@sha256:[0-9a-f]{64})?$`,
);

/** An image with a tag. Without one, or as `stable`, each machine would get another release. */
export const image: Check = (value) => {
  if (REFERENCE.test(value)) return undefined;
  const lower = value.replace(/^[^:@]*/, (name) => name.toLowerCase());
  return REFERENCE.test(lower)
    ? `has upper case in its name, which Docker refuses; write ${lower}`
    : "is not an image with a tag, such as rancher/k3s:v1.35.8-k3s1";
};

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

/** Where nodes see a volume, in its shortest form, so that two paths of one folder are one text. */
export const mountPath: Check = (value) => {
  if (!isPlainPath(value)) return path(value);
  const shortest = posix.normalize(value).replace(/(?<=.)\/$/, "");
  if (shortest === "/") return "is the root of a node; write a folder below it, such as /data";
  if (shortest !== value) return `is not in its shortest form; write ${shortest}`;
  // `DefaultImageVolumeMountPath` (k3d 5.9).
  return value === "/k3d/images" ? "is where k3d keeps images; write another path, such as /data" : undefined;
};

/** What a volume shows: a path of the machine, or the name of a volume of Docker. */
export const volumeSource: Check = (value) => {
  // pkg/runtimes/util/volumes.go, k3d 5.9.
  if (value.startsWith("k3d-"))
    return "begins with k3d-, and k3d deletes such a volume together with the cluster; use another name";
  return isPlainPath(value) || /^[a-z0-9][\w.-]+$/i.test(value)
    ? undefined
    : "is neither an absolute path without ':' and '$', such as /srv/data, nor the name of a Docker volume";
};

/** A registry that exists. k3d itself does not look at the port (k3d 5.9, pkg/util/registry.go); the check of the machine does. */
export const registry: Check = (value) =>
  /^[a-z0-9][a-z0-9.-]+:[1-9]\d{0,4}$/i.test(value)
    ? undefined
    : "is not the name and port of a registry, such as k3d-images:5000";

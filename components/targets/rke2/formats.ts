import { createPrivateKey } from "node:crypto";
import { isIPv4 } from "node:net";
import path from "node:path";
import { dns1123Subdomain, isDnsName, type Check } from "../../shared/checks";
import { RELEASE } from "./releases";

/** Addresses for a network itself, for many machines at once, and for all of them. */
const isOfNoMachine = (value: string): boolean =>
  isIPv4(value) && (value.startsWith("0.") || Number(value.split(".")[0]) >= 224);

const OF_NO_MACHINE = "is an address that no machine can have; write its own, such as 10.0.0.1";

/** An IPv4 address or a host name, as SSH and TLS know machines. */
export const host: Check = (value) => {
  if (isOfNoMachine(value)) return OF_NO_MACHINE;
  return isIPv4(value) || isDnsName(value)
    ? undefined
    : "is neither an IPv4 address nor a host name in lower case, such as 10.0.0.1 or node1.example.org";
};

/** Whether a machine reaches itself at this address or name. */
export const isLoopback = (value: string): boolean =>
  value === "localhost" || value.endsWith(".localhost") || (isIPv4(value) && value.startsWith("127."));

/** The IPv4 address of a machine in its network. */
export const ownIpv4: Check = (value) =>
  ipv4(value) ?? (isOfNoMachine(value) || isLoopback(value) ? OF_NO_MACHINE : undefined);

/** An IPv4 address. */
export const ipv4: Check = (value) => (isIPv4(value) ? undefined : "is not an IPv4 address, such as 10.0.0.1");

/** A name in /etc/hosts. */
export const hostEntry: Check = (value) =>
  isDnsName(value) ? undefined : "is not a host name in lower case, such as rancher.example.org";

/** Name of a node in Kubernetes. The label with it has at most 63 characters, and it must not look like an address. */
export const nodeName: Check = (value) =>
  value.length <= 63 && isDnsName(value) && value !== "localhost"
    ? undefined
    : "is not a name that a node can have; use at most 63 characters: a-z, 0-9, '-' and '.', such as node1";

/** A user of Linux. It is not quoted in error messages of commands. */
export const user: Check = (value) =>
  /^[a-z_][a-z0-9_.-]{0,31}$/i.test(value) ? undefined : "is not the name of a user, such as ubuntu";

/** A release of RKE2. */
export const release: Check = (value) =>
  RELEASE.test(value) ? undefined : "is not a release of RKE2, such as v1.35.7+rke2r1";

/** A domain of Services. */
export const domain: Check = (value) =>
  dns1123Subdomain(value) === undefined ? undefined : "is not a domain, such as cluster.local";

/** A range of ports. */
export const portRange: Check = (value) => {
  const [, first, last] = /^(\d{1,5})-(\d{1,5})$/.exec(value) ?? [];
  const [low, high] = [Number(first), Number(last)];
  return low >= 1024 && high <= 65535 && low <= high
    ? undefined
    : "is not a range of ports from 1024 to 65535, such as 30000-32767";
};

/** The least and the largest number of each field. */
const CRON_FIELDS = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;

const isCronPart = (text: string, [least, most]: readonly [number, number]): boolean => {
  const [all, first, last = first, step = "1"] = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(text) ?? [];
  const [from, to] = [Number(first ?? least), Number(last ?? most)];
  return all !== undefined && least <= from && from <= to && to <= most && Number(step) > 0;
};

const isCron = (value: string): boolean => {
  const fields = value.trim().split(/\s+/);
  return (
    fields.length === CRON_FIELDS.length &&
    CRON_FIELDS.every((bounds, index) => fields[index]?.split(",").every((part) => isCronPart(part, bounds)))
  );
};

/** A schedule of cron, as RKE2 reads it (robfig/cron 3, the standard parser). */
export const schedule: Check = (value) =>
  isCron(value) || /^@(?:hourly|daily|weekly|monthly|yearly|midnight|annually)$/.test(value)
    ? undefined
    : "is not a schedule of cron with five fields, such as 0 */6 * * *";

/** Folders that are removed together with RKE2. */
const REMOVED = [
  "/var/lib/rancher/rke2",
  "/etc/rancher/rke2",
  "/var/lib/kubelet",
  "/run/k3s",
  "/var/lib/mlplatform-rke2",
];

/** An absolute path, for a folder of a node with the data of volumes. */
export const folder: Check = (value) => {
  if (!/^\/[\w./-]*$/.test(value) || value.includes("..") || path.posix.normalize(value) === "/")
    return "is not an absolute path of letters, digits, '.', '_' and '-', such as /srv/volumes";
  const removed = REMOVED.find((one) => `${path.posix.normalize(value)}/`.startsWith(`${one}/`));
  return removed === undefined
    ? undefined
    : `is in ${removed}, which is removed together with RKE2; write another folder, such as /srv/volumes`;
};

/** The host of an S3 service, perhaps with a port. */
export const endpoint: Check = (value) =>
  /^[a-z0-9][a-z0-9.-]*(:\d{1,5})?$/i.test(value)
    ? undefined
    : "is not a host name, perhaps with a port, such as minio.example.org:9000";

const HOST_KEY_TYPES = ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"];

/**
 * A public host key. The SSH client of Pulumi asks for exactly the algorithm that the key's type names (pulumi-command 1.2.1,
 * connection.go). For a key of RSA that is `ssh-rsa` with SHA-1, which OpenSSH has refused since 8.8.
 */
export const hostKey: Check = (value) => {
  const [type = "", key = ""] = value.trim().split(/\s+/);
  if (type === "ssh-rsa")
    return "is a key of RSA, which the SSH client of Pulumi and today's servers do not use together; write the ssh-ed25519 or ecdsa key of the host, from /etc/ssh/ssh_host_ed25519_key.pub";
  if (!HOST_KEY_TYPES.includes(type))
    return "is not a public host key without the name of the host, such as ssh-ed25519 AAAA…";
  const bytes = Buffer.from(key, "base64");
  const isWhole = bytes.length > 4 && bytes.subarray(4, 4 + bytes.readUInt32BE(0)).toString() === type;
  return isWhole && bytes.length > type.length + 8
    ? undefined
    : `is not a whole ${type} key; copy the line again from /etc/ssh/ of the host`;
};

const PEM = /^-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----\r?\n([\s\S]+?)\r?\n-----END \1-----\s*$/;

/** A private key for SSH without a passphrase. */
export const privateKey: Check = (value) => {
  const text = value.trim();
  if (/^(ssh|ecdsa)-\S+ AAAA/.test(text))
    return "is a public key; write the private one, which has no .pub in its name";
  if (/^[~./][^\n]*$/.test(text)) return "looks like a path; write it as sshKeyPath";
  const [, kind, body = ""] = PEM.exec(text) ?? [];
  if (kind === undefined) return "is not a private key for SSH, which starts with -----BEGIN … PRIVATE KEY-----";
  const isLocked = kind === "OPENSSH PRIVATE KEY" ? cipherOf(body) !== "none" : text.includes("ENCRYPTED");
  if (kind === "OPENSSH PRIVATE KEY" && cipherOf(body) === undefined) return BROKEN;
  if (isLocked) return "has a passphrase, which nobody can enter here; write a key without one";
  if (kind === "OPENSSH PRIVATE KEY") return undefined;
  try {
    createPrivateKey(text);
    return undefined;
  } catch {
    return BROKEN;
  }
};

const BROKEN = "is a broken private key; copy the whole file again";
const MAGIC = "openssh-key-v1\0";

/** The cipher of a key in the format of OpenSSH (PROTOCOL.key): `none`, if it has no passphrase; nothing if it is broken. */
function cipherOf(body: string): string | undefined {
  const bytes = Buffer.from(body, "base64");
  if (bytes.length < 200 || bytes.subarray(0, MAGIC.length).toString("latin1") !== MAGIC) return undefined;
  const length = bytes.readUInt32BE(MAGIC.length);
  return bytes.subarray(MAGIC.length + 4, MAGIC.length + 4 + length).toString("latin1");
}

/** Name of the component, which is also that of the cluster in its kubeconfig. */
export const clusterName: Check = (value) =>
  /^[a-z0-9][\w.-]*$/i.test(value)
    ? undefined
    : "is not a name that a cluster can have; use letters, digits, '.', '_' and '-', with a letter or digit first";

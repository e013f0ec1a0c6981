import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import {
  MlCluster,
  Rke2Cni,
  Rke2Role,
  TaintEffect,
  type Rke2ClusterArgs,
  type Rke2NodeArgs,
} from "../../../../components";
import { DECIDED_ARGS } from "../../../../components/targets/rke2/config-keys";
import { refusal } from "../../refusal";
import { refusalsOf, untyped, type Refused } from "../refused";
import { sample } from "../samples/rke2";
import { clusterArgs, HOST_KEY, KEY, NODES } from "./cluster";

const itRefuses = refusalsOf(clusterArgs);
const [server, agent] = NODES as [Rke2NodeArgs, Rke2NodeArgs];

const of = (rke2: Rke2ClusterArgs, at: string, reason: string): Refused => [{ rke2 }, [`rke2${at}`, reason]];
const ofAgent = (more: Partial<Rke2NodeArgs>, at: string, reason: string): Refused =>
  of({ nodes: [server, { ...agent, ...more }] }, `.nodes[1]${at}`, reason);
const servers = (...names: string[]): Rke2NodeArgs[] =>
  names.map((hostname, index) => ({ address: `10.0.1.${String(index + 1)}`, hostname, role: Rke2Role.Server }));

const folder = mkdtempSync(path.join(tmpdir(), "rke2-refused-"));
const file = (name: string, text: string): string => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};
/** A folder of the tests with these files. */
const folderWith = (name: string, ...files: readonly string[]): string => {
  mkdirSync(path.join(folder, name));
  for (const one of files) file(`${name}/${one}`, "");
  return path.join(folder, name);
};
const DOWNLOAD =
  "Download them from https://github.com/rancher/rke2/releases, and install.sh from https://get.rke2.io. Machines of arm64 need the files of arm64.";
const NO_HOST = "is neither an IPv4 address nor a host name in lower case, such as 10.0.0.1 or node1.example.org.";

describe("the block rke2 refuses machines", () => {
  itRefuses({
    "no machines": of(
      { nodes: undefined },
      "",
      "has no machines. Write nodes, or rkeClusterYml with the path of a cluster.yml.",
    ),
    "no server": of(
      { nodes: [agent] },
      ".nodes",
      'there is no server, and a cluster needs one at least. Write role: "server" for a node.',
    ),
    "an even number of servers": of(
      { nodes: servers("s1", "s2") },
      ".nodes",
      "there are 2 servers. etcd needs an odd number: with an even one, it stops sooner. Write 1 or 3.",
    ),
    "two machines with one address": [
      { rke2: { nodes: [server, { ...agent, address: server.address }] } },
      ["rke2.nodes[1].address", '"10.0.0.1" is also that of nodes[0]. Write another one.'],
    ],
    "two machines with one hostname": [
      { rke2: { nodes: [server, { ...agent, hostname: "s1" }] } },
      ["rke2.nodes[1].hostname", '"s1" is also that of nodes[0]. Write another one.'],
    ],
    "two machines with one internal address": of(
      {
        nodes: [
          { ...server, internalAddress: "172.16.0.1" },
          { ...agent, internalAddress: "172.16.0.1" },
        ],
      },
      ".nodes[1].internalAddress",
      '"172.16.0.1" is also that of nodes[0]. Write another one.',
    ),
    "two machines with one address, of which one names the usual port": [
      { rke2: { nodes: [server, { ...agent, address: server.address, port: 22 }] } },
      ["rke2.nodes[1].address", '"10.0.0.1" is also that of nodes[0]. Write another one.'],
    ],
    "an internal address that is the address of another machine": ofAgent(
      { internalAddress: server.address },
      ".internalAddress",
      '"10.0.0.1" is also the address of nodes[0]. Write another one.',
    ),
    "an address of all machines": ofAgent(
      { address: "0.0.0.0" },
      ".address",
      '"0.0.0.0" is an address that no machine can have; write its own, such as 10.0.0.1.',
    ),
    "an address of many machines": ofAgent(
      { address: "224.0.0.1" },
      ".address",
      '"224.0.0.1" is an address that no machine can have; write its own, such as 10.0.0.1.',
    ),
    "an internal address of each machine itself": ofAgent(
      { internalAddress: "127.0.1.1" },
      ".internalAddress",
      '"127.0.1.1" is an address that no machine can have; write its own, such as 10.0.0.1.',
    ),
    ...Object.fromEntries(
      ["127.0.0.1", "localhost"].map((address) => [
        `a first server that others would look for at ${address}`,
        of(
          { nodes: [{ ...server, address, port: 2201 }, agent] },
          ".registrationAddress",
          `is missing: the other nodes would look for the first server at ${address}, which is each machine itself. Write it, or internalAddress of the server.`,
        ),
      ]),
    ),
    "a hostname that names a resource of another node": ofAgent(
      { hostname: "s1-drain" },
      ".hostname",
      '"s1-drain" is also the name of a resource of s1. Write another one.',
    ),
    "a hostname that names a resource of the cluster": ofAgent(
      { hostname: "kubeconfig" },
      ".hostname",
      '"kubeconfig" is also the name of a resource of the cluster. Write another one.',
    ),
    "two ports of one address without hostnames": [
      {
        rke2: {
          nodes: [
            { address: "10.0.0.1", role: Rke2Role.Server },
            { address: "10.0.0.1", port: 2222, role: Rke2Role.Agent },
          ],
        },
      },
      ["rke2.nodes[1].address", '"10.0.0.1" is also the address of nodes[0]. Write a hostname for both.'],
    ],
    "an address for a shell": ofAgent({ address: "$(id)" }, ".address", `"$(id)" ${NO_HOST}`),
    "a user for a shell": ofAgent({ user: "a;b" }, ".user", '"a;b" is not the name of a user, such as ubuntu.'),
    "a port that does not exist": ofAgent({ port: 70000 }, ".port", "70000 is too large. Write at most 65535."),
    "an internal name": ofAgent(
      { internalAddress: "a1.internal" },
      ".internalAddress",
      '"a1.internal" is not an IPv4 address, such as 10.0.0.1.',
    ),
    "a hostname with upper case": ofAgent(
      { hostname: "Worker" },
      ".hostname",
      `"Worker" is not a name that a node can have; use at most 63 characters: a-z, 0-9, '-' and '.', such as node1.`,
    ),
    "an agent that does not run pods": ofAgent(
      { worker: false },
      ".worker",
      "has no effect on an agent, which always runs pods. Leave it out.",
    ),
    "no node for pods": of(
      { nodes: [{ ...server, worker: false }] },
      ".nodes",
      "every node has a taint, so usual pods run nowhere. Add a node without taints, or leave out worker: false.",
    ),
    "a label that gpu decides": ofAgent(
      { gpu: { type: "nvidia-l4" }, labels: { accelerator: "x" } },
      ".labels.accelerator",
      "follows from gpu. Leave it out.",
    ),
    "a GPU without a model": ofAgent(
      { gpu: { type: "" } },
      ".gpu.type",
      "is empty; write the model, such as nvidia-l4.",
    ),
    "a taint twice": ofAgent(
      {
        taints: [
          { key: "a", effect: TaintEffect.NoSchedule },
          { key: "a", value: "b", effect: TaintEffect.NoSchedule },
        ],
      },
      ".taints",
      "a:NoSchedule is listed twice. Remove one.",
    ),
    "a cluster of which all servers are lost": of(
      { nodes: [{ ...server, lost: true }, agent] },
      ".nodes",
      "all servers are lost, and the cluster with them. Write lost: true for the agents too, and destroy it.",
    ),
    "an unknown role": [
      { rke2: untyped({ nodes: [server, { ...agent, role: "worker" }] }) as Rke2ClusterArgs },
      ["rke2.nodes[1].role", '"worker" is not one of server, agent.'],
    ],
  });
});

const SECRET_KEY = { sshKey: undefined };
const ENCRYPTED = "-----BEGIN PRIVATE KEY-----\nENCRYPTED\n-----END PRIVATE KEY-----\n";

describe("the block rke2 refuses keys, of which no text is shown", () => {
  itRefuses({
    "no key": of(
      SECRET_KEY,
      ".sshKeyPath",
      "is missing. Write the path of the private key for SSH, such as ~/.ssh/id_ed25519, or sshKey.",
    ),
    "two keys": of({ sshKeyPath: file("good", KEY) }, "", "2 keys were given (sshKey, sshKeyPath); fill one of them."),
    "a public key": of(
      { sshKey: "ssh-ed25519 AAAAC3NzaC1 me@home" },
      ".sshKey",
      "the value is a public key; write the private one, which has no .pub in its name.",
    ),
    "a path": of({ sshKey: "~/.ssh/id_rsa" }, ".sshKey", "the value looks like a path; write it as sshKeyPath."),
    "another text": of(
      { sshKey: "hunter2" },
      ".sshKey",
      "the value is not a private key for SSH, which starts with -----BEGIN … PRIVATE KEY-----.",
    ),
    "a key with a passphrase": of(
      { sshKey: ENCRYPTED },
      ".sshKey",
      "the value has a passphrase, which nobody can enter here; write a key without one.",
    ),
    "a broken key": of(
      { sshKey: KEY.replace(/\n.{10}/, "\n") },
      ".sshKey",
      "the value is a broken private key; copy the whole file again.",
    ),
    "a broken key of OpenSSH": of(
      { sshKey: "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----\n" },
      ".sshKey",
      "the value is a broken private key; copy the whole file again.",
    ),
    "a file that is not there": of(
      { ...SECRET_KEY, sshKeyPath: path.join(folder, "none") },
      ".sshKeyPath",
      `"${folder}/none" cannot be read (ENOENT at ${folder}/none). Name the file of a private key.`,
    ),
    "a file that is no key": of(
      { ...SECRET_KEY, sshKeyPath: file("id.pub", "ssh-rsa AAAA me") },
      ".sshKeyPath",
      `the file "${folder}/id.pub" is a public key; write the private one, which has no .pub in its name.`,
    ),
    "a key in place of its path": of(
      { ...SECRET_KEY, sshKeyPath: KEY },
      ".sshKeyPath",
      "the value cannot be read (ENOENT). Name the file of a private key.",
    ),
    ...Object.fromEntries(
      [
        "MC4CAQAwBQYDK2VwBCIEIP8LeE5FhBaVixRt5v/7prAf2HQXPBqN7/9/zref1I6A",
        "/C4CAQAwBQYDK2VwBCIEIP8LeE5FhBaVixRt5v/7prAf2HQXPBqN7/9/zref1I6A",
        "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW",
        "short/AAAA/BBBB/CCCC/DDDD/EEEE/FFFF/GGGG/HHHH",
      ].map((line) => [
        `a line ${line} of a key in place of its path`,
        of(
          { ...SECRET_KEY, sshKeyPath: line },
          ".sshKeyPath",
          "the value cannot be read (ENOENT). Name the file of a private key.",
        ),
      ]),
    ),
    "a device": of(
      { ...SECRET_KEY, sshKeyPath: "/dev/zero" },
      ".sshKeyPath",
      '"/dev/zero" is neither a file nor a link to one at /dev/zero. Name the file of a private key.',
    ),
    "a host key of RSA": ofAgent(
      { hostKey: "ssh-rsa AAAAB3NzaC1yc2E" },
      ".hostKey",
      '"ssh-rsa AAAAB3NzaC1yc2E" is a key of RSA, which the SSH client of Pulumi and today\'s servers do not use together; write the ssh-ed25519 or ecdsa key of the host, from /etc/ssh/ssh_host_ed25519_key.pub.',
    ),
    "a line of known_hosts": ofAgent(
      { hostKey: `a1 ssh-ed25519 AAAA` },
      ".hostKey",
      '"a1 ssh-ed25519 AAAA" is not a public host key without the name of the host, such as ssh-ed25519 AAAA….',
    ),
    "a cut host key": of(
      { bastion: { address: "192.0.2.1", hostKey: HOST_KEY.slice(0, 30) } },
      ".bastion.hostKey",
      `"${HOST_KEY.slice(0, 30)}" is not a whole ssh-ed25519 key; copy the line again from /etc/ssh/ of the host.`,
    ),
  });
});

const CLUSTER = "the block of pods, 10.42.0.0/16, overlaps that of Services, 10.42.0.0/17. Write another block.";

describe("the block rke2 refuses networks and settings", () => {
  itRefuses({
    "overlapping blocks": of({ serviceCidr: "10.42.0.0/17" }, ".serviceCidr", CLUSTER),
    "pods with the addresses of nodes": of(
      { clusterCidr: "10.0.0.0/16" },
      ".clusterCidr",
      "10.0.0.0/16 contains the address 10.0.0.1 of a node. Write another block.",
    ),
    "Services with addresses of load balancers": of(
      { loadBalancerNetwork: "10.43.1.0/24" },
      ".serviceCidr",
      "10.43.0.0/16 overlaps loadBalancerNetwork, 10.43.1.0/24. Write another block.",
    ),
    "too few addresses for pods": of(
      { clusterCidr: "10.100.0.0/24" },
      ".clusterCidr",
      "10.100.0.0/24 is too small: each of the 2 nodes gets a /24 of it. Write a larger block.",
    ),
    "a block of IPv6": of(
      { clusterCidr: "fd00::/56" },
      ".clusterCidr",
      '"fd00::/56" is a block of IPv6; write one of IPv4, such as 10.42.0.0/16.',
    ),
    "DNS outside of the Services": of(
      { clusterDns: "10.44.0.10" },
      ".clusterDns",
      "10.44.0.10 is not in the block of Services, 10.43.0.0/16. Write an address of it.",
    ),
    "too few Services": of(
      { serviceCidr: "10.101.0.0/29" },
      ".serviceCidr",
      "10.101.0.0/29 has too few addresses: the DNS Service takes the tenth. Write a block of at least 16 addresses.",
    ),
    ...Object.fromEntries(
      ["10.43.0.0", "10.43.0.1", "10.43.255.255"].map((clusterDns) => [
        `DNS at ${clusterDns}`,
        of(
          { clusterDns },
          ".clusterDns",
          `${clusterDns} is the first or last address of the Services, or that of the API server. Write another address of 10.43.0.0/16.`,
        ),
      ]),
    ),
    "Services with the address at which nodes join": of(
      { registrationAddress: "10.43.0.9" },
      ".serviceCidr",
      "10.43.0.0/16 contains registrationAddress, 10.43.0.9. Write another block.",
    ),
    "too few addresses for pods of smaller blocks": of(
      {
        nodes: [server, agent, { ...agent, address: "10.0.0.3", hostname: "a2" }],
        clusterCidr: "10.100.0.0/25",
        serverConfig: { "kube-controller-manager-arg": ["v=2", "node-cidr-mask-size=26"] },
      },
      ".clusterCidr",
      "10.100.0.0/25 is too small: each of the 3 nodes gets a /26 of it. Write a larger block.",
    ),
    ...Object.fromEntries(
      [
        ["10.0.0.0/24", "10.0.0.200", "10.0.0.191-10.0.0.254"],
        ["10.0.0.0/22", "10.0.1.20", "10.0.1.1-10.0.1.100"],
      ].map(([loadBalancerNetwork = "", address = "", free = ""]) => [
        `a node at an address that load balancers of ${loadBalancerNetwork} get`,
        of(
          { nodes: [server, { ...agent, address: "192.0.2.9", internalAddress: address }], loadBalancerNetwork },
          ".loadBalancerNetwork",
          `MetalLB would give load balancers the addresses ${free} of ${loadBalancerNetwork}, and ${address} is that of a node. Write a block without nodes, such as the free end of the network.`,
        ),
      ]),
    ),
    "a range of ports backwards": of(
      { nodePortRange: "32000-31000" },
      ".nodePortRange",
      '"32000-31000" is not a range of ports from 1024 to 65535, such as 30000-32767.',
    ),
    "a schedule of words": of(
      { etcdSnapshots: { schedule: "every hour" } },
      ".etcdSnapshots.schedule",
      '"every hour" is not a schedule of cron with five fields, such as 0 */6 * * *.',
    ),
    ...Object.fromEntries(
      ["60 * * * *", "0 24 * * *", "0 0 0 * *", "0 0 * 13 *", "0 0 * * 7", "*/0 * * * *", "5-1 * * * *", "0 0 * *"].map(
        (schedule) => [
          `the schedule ${schedule}`,
          of(
            { etcdSnapshots: { schedule } },
            ".etcdSnapshots.schedule",
            `"${schedule}" is not a schedule of cron with five fields, such as 0 */6 * * *.`,
          ),
        ],
      ),
    ),
    ...Object.fromEntries(
      ["/var/lib/rancher/rke2", "/var/lib/rancher/./rke2//storage", "/var/lib/kubelet/volumes"].map(
        (localStorageFolder) => [
          `volumes in ${localStorageFolder}`,
          of(
            { localStorageFolder },
            ".localStorageFolder",
            `"${localStorageFolder}" is in ${localStorageFolder.includes("kubelet") ? "/var/lib/kubelet" : "/var/lib/rancher/rke2"}, which is removed together with RKE2; write another folder, such as /srv/volumes.`,
          ),
        ],
      ),
    ),
    "volumes in the root": of(
      { localStorageFolder: "/." },
      ".localStorageFolder",
      `"/." is not an absolute path of letters, digits, '.', '_' and '-', such as /srv/volumes.`,
    ),
    "keys of a bucket as files have them": of(
      { etcdSnapshots: { s3: { bucket: "b", accessKey: "AKIA\n", secretKey: " hunter2" } } },
      ".etcdSnapshots.s3.accessKey",
      "has a space or a line break, as the text of a file has at its end. Leave it out.",
    ).concat([
      [
        "rke2.etcdSnapshots.s3.secretKey",
        "has a space or a line break, as the text of a file has at its end. Leave it out.",
      ],
    ]) as unknown as Refused,
    "a folder for a shell": of(
      { localStorageFolder: "/srv/$(id)" },
      ".localStorageFolder",
      `"/srv/$(id)" is not an absolute path of letters, digits, '.', '_' and '-', such as /srv/volumes.`,
    ),
    "entries without preparation": of(
      { hostEntries: { worker: "10.0.0.2" } },
      ".hostEntries",
      "has no effect without prepareHosts. Write prepareHosts: true, or leave it out.",
    ),
    "a folder without the files of RKE2": of(
      { airGapFolder: folderWith("empty") },
      ".airGapFolder",
      `the folder has no install.sh, no sha256sum-amd64.txt, no rke2.linux-amd64.tar.gz, no rke2-images.linux-amd64.tar.zst. ${DOWNLOAD}`,
    ),
    "a folder with the images in parts, which the script of RKE2 does not copy": of(
      {
        airGapFolder: folderWith(
          "parts",
          ...["install.sh", "sha256sum-arm64.txt", "rke2.linux-arm64.tar.gz"],
          ...["rke2-images-core.linux-arm64.tar.zst", "rke2-images-canal.linux-arm64.tar.zst"],
        ),
      },
      ".airGapFolder",
      `the folder has no rke2-images.linux-arm64.tar.zst. ${DOWNLOAD}`,
    ),
    "a folder without the images of the network plugin": of(
      {
        cni: Rke2Cni.Cilium,
        airGapFolder: folderWith(
          "plugin",
          ...["install.sh", "sha256sum-amd64.txt", "rke2.linux-amd64.tar.gz", "rke2-images.linux-amd64.tar.gz"],
        ),
      },
      ".airGapFolder",
      `the folder has no rke2-images-cilium.linux-amd64.tar.zst. ${DOWNLOAD}`,
    ),
    "a folder without a name": of(
      { airGapFolder: "./" },
      ".airGapFolder",
      '"./" does not name a folder. Write the folder with its own name, such as ./rke2-files.',
    ),
    "a file in place of a folder": of(
      { airGapFolder: file("archive", "") },
      ".airGapFolder",
      `"${folder}/archive" is not a folder of this machine. Write the folder with the files of RKE2.`,
    ),
    "snapshots that are turned off": of(
      { etcdSnapshots: { retention: 3 }, serverConfig: { "etcd-disable-snapshots": true } },
      ".etcdSnapshots",
      "has no effect with etcd-disable-snapshots in serverConfig. Leave one of them out.",
    ),
    "a storage class without storage": [
      { rke2: { localStorage: false }, storage: { className: "disks" } },
      ["storage", "has no effect with rke2.localStorage: false. Leave one of them out."],
    ],
    "a version without a release": [
      { kubernetesVersion: "1.33", allowUntestedVersions: true },
      [
        "kubernetesVersion",
        '"1.33" leaves open which release of RKE2 it means (known: 1.34, 1.35, 1.36). Write a patch version, such as 1.35.7, or rke2.version.',
      ],
    ],
    "an untested release": of(
      { version: "v1.33.1+rke2r1" },
      ".version",
      '"1.33.1" is not a Kubernetes version we test (tested: 1.34, 1.35, 1.36). Choose a tested one, or write allowUntestedVersions: true.',
    ),
    "a release that is none": of(
      { version: "stable" },
      ".version",
      '"stable" is not a release of RKE2, such as v1.35.7+rke2r1.',
    ),
    "two versions": [
      { kubernetesVersion: "1.36", rke2: { version: "v1.35.7+rke2r1" } },
      [
        "rke2.version",
        '"v1.35.7+rke2r1" has Kubernetes 1.35.7, and kubernetesVersion is "1.36". Leave one of them out.',
      ],
    ],
  });
});

const ofConfig = (input: "serverConfig" | "agentConfig", key: string, reason: string): Refused =>
  of({ [input]: { [key]: "hunter2" } }, `.${input}.${key}`, reason);

describe("the block rke2 refuses keys of config.yaml", () => {
  itRefuses({
    "a key of servers on agents": ofConfig(
      "agentConfig",
      "etcd-expose-metrics",
      "is a key of servers, and RKE2 ignores it on agents. Write it in serverConfig.",
    ),
    "a key of servers on an agent": ofAgent(
      { config: { "kube-apiserver-arg": ["v=2"] } },
      ".config.kube-apiserver-arg",
      "is a key of servers, and RKE2 ignores it on agents. Write it in serverConfig.",
    ),
    "a key of k3s": ofConfig(
      "serverConfig",
      "flannel-backend",
      "is not a key of RKE2. Leave it out, or write allowUntestedVersions: true.",
    ),
    "a misspelt key": ofConfig("serverConfig", "kubelet-args", "is not a key of RKE2. Did you mean kubelet-arg?"),
    "the token": ofConfig("agentConfig", "token", "is generated. Leave it out."),
    "a key that an input decides": ofConfig(
      "serverConfig",
      "cluster-cidr",
      "follows from rke2.clusterCidr. Write that instead.",
    ),
    "a number of snapshots in the bucket": ofConfig(
      "serverConfig",
      "etcd-s3-retention",
      "follows from rke2.etcdSnapshots.retention. Write that instead.",
    ),
    "another address that pods are told": ofConfig(
      "serverConfig",
      "advertise-address",
      "follows from internalAddress of the node. Write that instead.",
    ),
    "more values of such a key": ofConfig("serverConfig", "tls-san+", "follows from tlsSans. Write that instead."),
    "another data folder": ofConfig(
      "serverConfig",
      "data-dir",
      "would move a file that this package reads. Leave it out.",
    ),
    "a server without etcd": ofConfig(
      "serverConfig",
      "disable-etcd",
      "contradicts role, as every server has the control plane and etcd. Leave it out.",
    ),
    ...Object.fromEntries(
      [null, { a: 1 }, [["a"]], [{ a: 1 }]].map((value) => [
        `the value ${JSON.stringify(value)}`,
        of(
          { serverConfig: { disable: value } },
          ".serverConfig.disable",
          "is not a text, a number, a boolean or a list of these. RKE2 reads nothing else there.",
        ),
      ]),
    ),
    "what is no key at all": [
      { rke2: { agentConfig: { "debug: true\nselinux": true } }, allowUntestedVersions: true },
      ["rke2.agentConfig.debug: true\nselinux", "is not a key of RKE2. Leave it out."],
    ],
    "a runtime of a node with GPUs": ofAgent(
      { gpu: { type: "nvidia-l4" }, config: { "default-runtime": "runc" } },
      ".config.default-runtime",
      "is nvidia on a node with gpu. Leave it out.",
    ),
  });
});

const yml = (name: string, text: string): Rke2ClusterArgs => ({ nodes: undefined, rkeClusterYml: file(name, text) });

describe("the block rke2 refuses arguments of Kubernetes that RKE2 decides:", () => {
  const block: Record<string, (arg: string, value: string) => Rke2ClusterArgs> = {
    list: (key, value) => ({ serverConfig: { [key]: ["v=2", value] } }),
    text: (key, value) => ({ serverConfig: { [key]: `--${value}` } }),
  };
  for (const [form, blockOf] of Object.entries(block))
    itRefuses(
      Object.fromEntries(
        Object.entries(DECIDED_ARGS).flatMap(([key, args]) =>
          Object.entries(args).map(([arg, why]) => [
            `${arg} in a ${form} of ${key}`,
            of(blockOf(key, `${arg}=x`), `.serverConfig.${key}`, `${arg} ${why}`),
          ]),
        ),
      ),
    );
  itRefuses({
    "for a plugin that is gone": of(
      { serverConfig: { "kube-apiserver-arg": ["enable-admission-plugins=NodeRestriction,PodSecurityPolicy"] } },
      ".serverConfig.kube-apiserver-arg",
      "names the plugin PodSecurityPolicy, which Kubernetes has not had since 1.25. Leave it out.",
    ),
    "of servers and agents, each once": of(
      { serverConfig: { "etcd-arg": ["data-dir=/x"] }, agentConfig: { "kubelet-arg": "node-labels=a=b" } },
      ".serverConfig.etcd-arg",
      "data-dir would move what RKE2 itself looks for. Leave it out.",
    ).concat([
      ["rke2.agentConfig.kubelet-arg", "node-labels follows from labels of the node. Write that instead."],
    ]) as unknown as Refused,
    "of a cluster.yml": of(
      {
        serverConfig: { debug: true },
        ...yml(
          "etcd.yml",
          "nodes:\n- {address: 10.0.0.7, user: ubuntu, role: [controlplane, etcd, worker]}\nservices: {etcd: {extra_args: {data-dir: /x}}, kubelet: {extra_args: {max-pods: 250}}}\n",
        ),
      },
      ".rkeClusterYml",
      "serverConfig.etcd-arg: data-dir would move what RKE2 itself looks for. Leave it out.",
    ),
  });
});

describe("the name of a cluster of RKE2", () => {
  for (const name of ["ml#1", "ml & co", "a: b", "ml\nx", "$(id)", "-ml"])
    it(`is not ${JSON.stringify(name)}`, async () => {
      const problems = await refusal(() => new MlCluster(name, clusterArgs()));
      assert.deepEqual(
        problems.map(({ path: at }) => at),
        ["name"],
      );
    });
});

describe("the block rke2 refuses a cluster.yml", () => {
  itRefuses({
    "that is not there": of(
      { nodes: undefined, rkeClusterYml: path.join(folder, "no.yml") },
      ".rkeClusterYml",
      `"${folder}/no.yml" cannot be read (ENOENT at ${folder}/no.yml). Write the path of a cluster.yml of RKE.`,
    ),
    "that is a folder": of(
      { nodes: undefined, rkeClusterYml: folder },
      ".rkeClusterYml",
      `"${folder}" cannot be read (EISDIR at ${folder}). Write the path of a cluster.yml of RKE.`,
    ),
    "that is a device": of(
      { nodes: undefined, rkeClusterYml: "/dev/zero" },
      ".rkeClusterYml",
      '"/dev/zero" is neither a file nor a link to one at /dev/zero. Write the path of a cluster.yml of RKE.',
    ),
    "that is not in the home directory": of(
      { nodes: undefined, rkeClusterYml: "~/mlplatform-none.yml" },
      ".rkeClusterYml",
      `"~/mlplatform-none.yml" cannot be read (ENOENT at ${homedir()}/mlplatform-none.yml). Write the path of a cluster.yml of RKE.`,
    ),
    "with a key in place of its path": [
      {
        rke2: {
          ...yml(
            "key-text.yml",
            `nodes:\n- {address: 10.0.0.7, user: ubuntu, role: [controlplane, etcd, worker]}\nssh_key_path: |\n  ${KEY.trim().replaceAll("\n", "\n  ")}\n`,
          ),
          sshKey: undefined,
        },
      },
      ["rke2.rkeClusterYml", "sshKeyPath: the value cannot be read (ENOENT). Name the file of a private key."],
    ],
    "besides nodes": of({ rkeClusterYml: "cluster.yml" }, "", "2 were given (nodes, rkeClusterYml); fill exactly one."),
    "whose key is not there": [
      {
        rke2: {
          ...yml(
            "key.yml",
            `nodes:\n- {address: 10.0.0.7, user: ubuntu, role: [controlplane, etcd, worker]}\nssh_key_path: ${folder}/none\n`,
          ),
          sshKey: undefined,
        },
      },
      [
        "rke2.rkeClusterYml",
        `sshKeyPath: "${folder}/none" cannot be read (ENOENT at ${folder}/none). Name the file of a private key.`,
      ],
    ],
    "with a server that is half of one": of(
      yml("malformed.yml", "nodes:\n- {address: 10.0.0.7, user: ubuntu, role: [controlplane]}\n"),
      ".rkeClusterYml",
      "line 2: nodes[0].role: has controlplane without etcd, but each server of RKE2 runs both. Write both for a server, or worker alone for a node that only runs pods.",
    ),
    "with pods at the addresses of nodes": of(
      yml(
        "pods.yml",
        "nodes:\n- {address: 10.0.0.7, user: ubuntu, role: [controlplane, etcd, worker]}\nservices: {kube-controller: {cluster_cidr: 10.0.0.0/16}}\n",
      ),
      ".rkeClusterYml",
      "clusterCidr: 10.0.0.0/16 contains the address 10.0.0.7 of a node. Write another block.",
    ),
  });
});

describe("the target rke2 refuses common inputs that it does not support", () => {
  const wrong = { nodePools: {}, apiAccess: {}, admins: [], viewers: [], logRetentionDays: 30, tags: {} };
  itRefuses(
    Object.fromEntries(
      sample.unsupportedInputs.map((input) => [
        input,
        [
          untyped({ [input]: wrong[input as keyof typeof wrong] }),
          [input, "has no effect on the target rke2. Leave it out."],
        ] as Refused,
      ]),
    ),
  );
});

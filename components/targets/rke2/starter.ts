import { CIDR_BLOCK, DELETION_PROTECTION, type TargetStarter } from "../starter";

/** Text of a file where a private key is expected: with it, a project can be planned before the user names a key. */
const NO_KEY = `-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAANhUaGlzIGlzIGFuIGV4YW1wbG
UgYW5kIG5vIGtleTogbm8gbWFjaGluZSBjYW4gYmUgcmVhY2hlZCB3aXRoIGl0LiBXaXRo
IGl0LCB0aGUgcHJvamVjdCBjYW4gYmUgcGxhbm5lZCB3aXRob3V0IG1hY2hpbmVzLiBXcm
l0ZSB0aGUgcGF0aCBvZiB5b3VyIG93biBrZXkgYXMgc3NoS2V5UGF0aCBpbnRvIHRoZSBj
b25maWcgb2YgdGhlIHN0YWNrLCBhbmQgZGVsZXRlIHRoaXMgZmlsZS4=
-----END OPENSSH PRIVATE KEY-----
`;

const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i;

/** What `mlplatform init` writes for a cluster of RKE2 on machines of one's own. */
export const starter: TargetStarter = {
  title: "RKE2, on Linux machines of your own over SSH",
  imports: ["Rke2Role", "type Rke2NodeArgs"],
  setup: `const machines = (key: string, role: Rke2Role): Rke2NodeArgs[] =>
  config
    .requireObject<string[]>(key)
    .map((address): Rke2NodeArgs => ({ address, role }));`,
  cluster: `rke2: {
  nodes: [
    ...machines("servers", Rke2Role.Server),
    ...machines("agents", Rke2Role.Agent),
  ],
  user: config.require("user"),
  sshKeyPath: config.require("sshKeyPath"),
  // Turns swap off, and sets what RKE2 needs. A destroy undoes it.
  prepareHosts: true,
  loadBalancerNetwork: config.require("loadBalancerNetwork"),
},
kubernetesVersion: "1.35",
deletionProtection: config.requireBoolean("deletionProtection"),`,
  gateway: `// MetalLB gives it a private address of the machines' network.
metallb: { pools: { default: { fromClusterNetwork: true } } },
internal: true,`,
  config: [
    {
      key: "servers",
      type: "list",
      description: "Addresses of the machines for the control plane, an odd number of them",
      placeholder: ["192.168.86.36"],
      form: HOST,
    },
    {
      key: "agents",
      type: "list",
      description: "Addresses of the machines that run pods only",
      placeholder: ["192.168.86.35"],
      form: HOST,
    },
    {
      key: "user",
      type: "string",
      description: "User for SSH - root, or one that may use sudo without a password",
      preset: "ubuntu",
      asked: true,
    },
    {
      key: "sshKeyPath",
      type: "string",
      description: "Path of the private key for SSH, without a passphrase, such as ~/.ssh/id_ed25519",
      placeholder: "ssh-key.example",
    },
    {
      key: "loadBalancerNetwork",
      type: "string",
      description: "Free private addresses in the network of the machines, as a CIDR block, for load balancers",
      placeholder: "192.168.86.240/28",
      form: CIDR_BLOCK,
    },
    DELETION_PROTECTION,
  ],
  files: { "ssh-key.example": NO_KEY },
};

import type * as pulumi from "@pulumi/pulumi";
import type { GpuArgs, TaintArgs } from "../node-pool-args";

/**
 * A cluster of RKE2 on machines of one's own, made over SSH. The machines run Linux with systemd, for which RKE2 is built, and have an
 * SSH server; each needs a user that is `root`, or that may use `sudo` without a password. The machine that runs Pulumi needs the client
 * of OpenSSH. A plan needs none of them.
 *
 * Before anything runs on a machine, its host key is read and the user logs in. A machine that does not answer, another host key than
 * expected and a refused key are different errors; each names the node, and says what to do.
 *
 * Fill exactly one of `nodes` and `rkeClusterYml`.
 */
export interface Rke2ClusterArgs {
  /**
   * The machines. The first server in the list starts the cluster, and must stay first or be removed: write new servers behind it.
   *
   * @default those of `rkeClusterYml`
   */
  readonly nodes?: Rke2NodeArgs[];
  /**
   * Path of a `cluster.yml` of RKE, the predecessor of RKE2, relative to the folder in which Pulumi runs the program: `./cluster.yml`, or to
   * the home directory: `~/cluster.yml`. Its nodes and network settings become inputs of this block. What RKE2 has no equivalent for is a
   * warning with its line. An input that is written here wins over the file; `user`, `port` and the key do so for all of its nodes.
   *
   * @default none
   */
  readonly rkeClusterYml?: string;
  /**
   * Release of RKE2, such as `v1.35.7+rke2r1`. Raising it upgrades one node after the other, servers first: each is drained, upgraded and
   * used again. A release cannot be lowered, and servers cannot skip a minor version.
   *
   * @default the tested release of `kubernetesVersion`, which is 1.35 if it is not written
   */
  readonly version?: string;
  /**
   * User of the machines, for SSH: `root`, or one that may use `sudo` without a password.
   *
   * @default root
   */
  readonly user?: string;
  /**
   * Port of the machines' SSH servers.
   *
   * @default 22
   */
  readonly port?: number;
  /**
   * Private key for SSH, the text of its file, without a passphrase. It is kept as a secret.
   *
   * @default the file of `sshKeyPath`
   */
  readonly sshKey?: pulumi.Input<string>;
  /**
   * Path of the file of the private key for SSH: `~/.ssh/id_ed25519`. It is read while the program runs, and kept as a secret.
   *
   * @default none
   */
  readonly sshKeyPath?: string;
  /**
   * A machine through which all others are reached by SSH. The API server is not: the machine that runs Pulumi must reach port 6443 of
   * `registrationAddress` itself.
   *
   * @default none: they are reached directly
   */
  readonly bastion?: Rke2BastionArgs;
  /**
   * Host name or address at which new nodes find a server, and at which the API server is reached, such as that of a load balancer with
   * the ports 9345 and 6443 of all servers.
   *
   * @default the address of the first server
   */
  readonly registrationAddress?: string;
  /**
   * Further host names and addresses in the certificate of the API server. That of each server always has `registrationAddress` and its own
   * addresses.
   *
   * @default none
   */
  readonly tlsSans?: string[];
  /**
   * Whether to change the machines so that RKE2 can run: turn swap off, now and in `/etc/fstab`, load kernel modules, set sysctls, keep
   * NetworkManager off the interfaces of pods, and write `hostEntries` and `nameservers`. All of it is undone on `destroy`. Without it, a
   * machine that needs a change is refused, and the error says which.
   *
   * @default false
   */
  readonly prepareHosts?: boolean;
  /**
   * Lines in `/etc/hosts` of every machine: addresses by host name. Needs `prepareHosts`.
   *
   * @default none
   */
  readonly hostEntries?: Record<string, string>;
  /**
   * Addresses of the DNS servers that every machine asks first. Needs `prepareHosts`, and systemd-resolved or a plain `/etc/resolv.conf`.
   *
   * @default those that the machines use now
   */
  readonly nameservers?: string[];
  /**
   * Folder on the machine that runs Pulumi with the files of an RKE2 release, for machines without the internet: `install.sh`,
   * `sha256sum-amd64.txt`, `rke2.linux-amd64.tar.gz` and `rke2-images.linux-amd64.tar.zst`, or those of `arm64`. Another `cni` than canal
   * also needs its images, such as `rke2-images-cilium.linux-amd64.tar.zst`. They are copied to each machine, and again when they change.
   * An upgrade removes those of the former release, and `destroy` all. `~/` is the home directory.
   *
   * @default none: the machines download the release from https://get.rke2.io and GitHub
   */
  readonly airGapFolder?: string;
  /**
   * Network of the pods. It cannot be changed later.
   *
   * @default Rke2Cni.Canal
   */
  readonly cni?: Rke2Cni;
  /**
   * IPv4 block for pods. It cannot be changed later.
   *
   * @default 10.42.0.0/16
   */
  readonly clusterCidr?: string;
  /**
   * IPv4 block for Services. It cannot be changed later.
   *
   * @default 10.43.0.0/16
   */
  readonly serviceCidr?: string;
  /**
   * Address of the DNS Service, in `serviceCidr`. It cannot be changed later.
   *
   * @default the tenth address of serviceCidr
   */
  readonly clusterDns?: string;
  /**
   * Domain of Services. It cannot be changed later.
   *
   * @default cluster.local
   */
  readonly clusterDomain?: string;
  /**
   * Ports of nodes for Services of type NodePort.
   *
   * @default 30000-32767
   */
  readonly nodePortRange?: string;
  /**
   * Whether RKE2 runs with its CIS profile. It needs a user `etcd` and kernel settings on the machines, which `prepareHosts` creates. Only
   * pods of the restricted standard then run in namespaces without the label `pod-security.kubernetes.io/enforce`. Istio, Seldon Core and
   * the like have others: write it, with the value `privileged`, in `labels` of their components.
   *
   * @default false
   */
  readonly cisProfile?: boolean;
  /**
   * Snapshots of etcd, which holds the state of the cluster.
   *
   * @default every 12 hours on each server, of which 5 are kept
   */
  readonly etcdSnapshots?: Rke2SnapshotArgs;
  /**
   * Whether the default storage class is local-path-provisioner: volumes are folders of the node on which their first pod runs. RKE2
   * itself has no storage class. `storage` names the class and says what becomes of the folders.
   *
   * @default true
   */
  readonly localStorage?: boolean;
  /**
   * Folder of the nodes for these volumes. It is kept when the cluster is destroyed, so that no data is lost by it.
   *
   * @default /opt/local-path-provisioner
   */
  readonly localStorageFolder?: string;
  /**
   * CIDR block of the network of the nodes from which MetalLB may give addresses to load balancers, such as `192.168.86.0/24`. RKE2 gives
   * them none itself. If it is a private block, load balancers count as internal.
   *
   * @default not known
   */
  readonly loadBalancerNetwork?: string;
  /**
   * Further keys of `config.yaml` of RKE2 for all servers, such as `kube-apiserver-arg`. A key that another input decides is refused.
   *
   * @default none
   */
  // `any`, because the schema analyzer refuses `unknown`.
  readonly serverConfig?: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
  /**
   * Further keys of `config.yaml` of RKE2 for all agents, such as `kubelet-arg`. Keys that only servers have are refused.
   *
   * @default none
   */
  readonly agentConfig?: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
}

/** A machine of the cluster. */
export interface Rke2NodeArgs {
  /** IPv4 address or host name at which the machine that runs Pulumi, or the bastion, reaches it. */
  readonly address: string;
  /** What it does. */
  readonly role: Rke2Role;
  /**
   * Whether pods run on a server. Without, it gets the taint `node-role.kubernetes.io/control-plane:NoSchedule`. Agents always run pods.
   *
   * @default true
   */
  readonly worker?: boolean;
  /**
   * User for SSH.
   *
   * @default that of the block
   */
  readonly user?: string;
  /**
   * Port of its SSH server.
   *
   * @default that of the block
   */
  readonly port?: number;
  /**
   * Private key for SSH, the text of its file, without a passphrase. It is kept as a secret.
   *
   * @default that of the block
   */
  readonly sshKey?: pulumi.Input<string>;
  /**
   * Path of the file of the private key for SSH. It is read while the program runs, and kept as a secret.
   *
   * @default that of the block
   */
  readonly sshKeyPath?: string;
  /**
   * Public host key of its SSH server, as in `known_hosts` without the name: `ssh-ed25519 AAAA…`. A key of the type `ssh-rsa` cannot be used.
   *
   * @default the key that it has when it is first used; the log shows its fingerprint, and later another key is refused
   */
  readonly hostKey?: string;
  /**
   * IPv4 address that the other nodes use for it.
   *
   * @default RKE2 takes the address of the interface of the default route
   */
  readonly internalAddress?: string;
  /**
   * Name of the node in Kubernetes. It cannot be changed later: to rename a node, remove it, run `up`, and add it again. It is also part
   * of the names of the node's resources, instead of the address.
   *
   * @default the machine's own host name
   */
  readonly hostname?: string;
  /**
   * Labels of the node.
   *
   * @default none
   */
  readonly labels?: Record<string, string>;
  /**
   * Taints of the node.
   *
   * @default none, except those of `worker` and `gpu`
   */
  readonly taints?: TaintArgs[];
  /**
   * NVIDIA GPUs of the machine, which needs NVIDIA's driver and container toolkit. The node gets the taint
   * `nvidia.com/gpu=present:NoSchedule`, so that only pods that tolerate it run there.
   *
   * @default none
   */
  readonly gpu?: GpuArgs;
  /**
   * Further keys of `config.yaml` of RKE2 for this node. They win over those of `serverConfig` or `agentConfig`.
   *
   * @default none
   */
  readonly config?: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
  /**
   * Whether the machine is gone for good, so that nothing can run on it any more. Write true and run `up`; then remove the node from the
   * list, or destroy the cluster.
   *
   * @default false
   */
  readonly lost?: boolean;
}

/** What a machine of the cluster does. */
export enum Rke2Role {
  /** It has the control plane and etcd. */
  Server = "server",
  /** It runs pods only. */
  Agent = "agent",
}

/** Network plugins of RKE2. */
export enum Rke2Cni {
  /** Flannel for the network, and Calico for network policies. */
  Canal = "canal",
  /** Calico. */
  Calico = "calico",
  /** Cilium. */
  Cilium = "cilium",
  /** Flannel alone: network policies have no effect. */
  Flannel = "flannel",
}

/** A machine through which others are reached. Its SSH server must allow TCP forwarding. */
export interface Rke2BastionArgs {
  /** IPv4 address or host name. It needs `ssh-keyscan` of OpenSSH if a node has no `hostKey`. */
  readonly address: string;
  /**
   * User for SSH.
   *
   * @default that of the block
   */
  readonly user?: string;
  /**
   * Port of its SSH server.
   *
   * @default 22
   */
  readonly port?: number;
  /**
   * Private key for SSH, the text of its file, without a passphrase. It is kept as a secret.
   *
   * @default that of the block
   */
  readonly sshKey?: pulumi.Input<string>;
  /**
   * Path of the file of the private key for SSH. It is read while the program runs, and kept as a secret.
   *
   * @default that of the block
   */
  readonly sshKeyPath?: string;
  /**
   * Public host key of its SSH server, as in `known_hosts` without the name.
   *
   * @default the key that it has when it is first used
   */
  readonly hostKey?: string;
}

/** Snapshots of etcd. */
export interface Rke2SnapshotArgs {
  /**
   * When they are taken, as cron writes it: minute, hour, day of the month, month, day of the week.
   *
   * @default minute 0 of every 12th hour
   */
  readonly schedule?: string;
  /**
   * Number of snapshots that are kept on each server, and in the bucket of `s3`.
   *
   * @default 5
   */
  readonly retention?: number;
  /**
   * A bucket that they are copied to.
   *
   * @default none: they are kept in `/var/lib/rancher/rke2/server/db/snapshots` of each server
   */
  readonly s3?: Rke2SnapshotBucketArgs;
}

/** A bucket for snapshots of etcd. */
export interface Rke2SnapshotBucketArgs {
  /** Name of the bucket. */
  readonly bucket: string;
  /**
   * Host name of the S3 service, with its port if that is not 443: `minio.example.org:9000`.
   *
   * @default s3.amazonaws.com
   */
  readonly endpoint?: string;
  /**
   * Region of the bucket.
   *
   * @default us-east-1
   */
  readonly region?: string;
  /**
   * Folder in the bucket.
   *
   * @default none
   */
  readonly folder?: string;
  /** Id of the access key. It is kept as a secret. */
  readonly accessKey: pulumi.Input<string>;
  /** The secret access key. */
  readonly secretKey: pulumi.Input<string>;
}

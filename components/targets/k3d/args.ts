/**
 * A cluster of k3s in Docker containers on this machine, made by the `k3d` command. `k3d` 5.5 or newer, Docker with its `docker`
 * command, and Node must be on the PATH of the machine that runs Pulumi, which must run Linux or macOS: Windows is not supported, except
 * inside of WSL 2. A plan needs none of them.
 *
 * k3d cannot change a cluster. A change of any input here but `adopt`, and of `kubernetesVersion`, deletes the cluster with all its data and
 * creates another; `deletionProtection`, which is on by default, refuses that.
 */
export interface K3dClusterArgs {
  /**
   * Name of the cluster in k3d, at most 32 characters: a host name, such as `ml` or `ml.test`. Docker containers and the Docker network
   * get `k3d-` in front of it.
   *
   * @default the name of the component
   */
  readonly name?: string;
  /**
   * Number of containers with a control plane. Pods run on them too. More than one keep their state in etcd.
   *
   * @default 1
   */
  readonly servers?: number;
  /**
   * Number of containers that run pods only.
   *
   * @default 0
   */
  readonly agents?: number;
  /**
   * Most memory that a server may use, as Docker writes it: `8G`, `512m`; at least 512m. Kubernetes sees this as the memory of the node.
   *
   * @default all that Docker has
   */
  readonly serversMemory?: string;
  /**
   * Most memory that an agent may use, as Docker writes it: `8G`, `512m`; at least 512m.
   *
   * @default all that Docker has
   */
  readonly agentsMemory?: string;
  /**
   * Image of the nodes, such as `registry.example.org/rancher/k3s:v1.35.8-k3s1`. Its tag says which version of Kubernetes it has; for a
   * tag that does not, write `kubernetesVersion`.
   *
   * @default `rancher/k3s` in the tested release of `kubernetesVersion`, which is 1.35 if it is not written
   */
  readonly image?: string;
  /**
   * Port of this machine that leads to port 80 of the nodes. With `serviceLb`, the one Service of type LoadBalancer that has port 80
   * answers there: `http://localhost:8080`. With MetalLB nothing answers there, because the Service has an address of its own.
   *
   * @default 8080
   */
  readonly httpPort?: number;
  /**
   * Port of this machine that leads to port 443 of the nodes, as `httpPort` does to port 80.
   *
   * @default 8443
   */
  readonly httpsPort?: number;
  /**
   * Port of this machine at which the API server answers. It answers on 127.0.0.1 only.
   *
   * @default 6443
   */
  readonly apiPort?: number;
  /**
   * IPv4 address of this machine at which `httpPort`, `httpsPort` and the port of a created registry answer. `0.0.0.0` is every address:
   * then other machines of your network reach them too, and a gateway must say who may. Requests come from Docker's own addresses, so
   * `sourceRanges` of a gateway cannot tell clients apart.
   *
   * @default 127.0.0.1, so that only this machine reaches them
   */
  readonly listenAddress?: string;
  /**
   * Whether ServiceLB of k3s gives addresses to Services of type LoadBalancer. It has one address for all of them, so only one Service
   * can have a port. Write false to use `metallb` of `IngressLayer`. Addresses of MetalLB are in the Docker network, which this machine
   * reaches if Docker runs on Linux, but not with Docker Desktop on macOS or Windows.
   *
   * @default true
   */
  readonly serviceLb?: boolean;
  /**
   * Addresses of the Docker network, such as `172.28.0.0/16`: a private IPv4 block of at least 16 addresses that no other Docker network has,
   * apart from 10.42.0.0/15, which k3s gives to pods and Services. With it a plan already knows `loadBalancerNetwork`.
   *
   * @default Docker chooses one
   */
  readonly subnet?: string;
  /**
   * Folders of this machine, and volumes of Docker, that the nodes see. They stay when the cluster is deleted.
   *
   * @default none
   */
  readonly volumes?: K3dVolumeArgs[];
  /**
   * Registries for images.
   *
   * @default none
   */
  readonly registries?: K3dRegistriesArgs;
  /**
   * Whether to take over a cluster of this name that exists already, instead of refusing to. Its image, numbers of nodes, ports and their
   * address, network and ServiceLB are compared with the inputs; its memory, volumes, registries and the address of its API server are not.
   * `destroy` then deletes it. To replace it later, delete it first: `k3d cluster delete <name>`.
   *
   * @default false
   */
  readonly adopt?: boolean;
}

/** A folder that nodes see. */
export interface K3dVolumeArgs {
  /**
   * Absolute path of a file or folder of this machine that exists, or name of a Docker volume. A name may not begin with `k3d-`: k3d would
   * delete such a volume together with the cluster.
   */
  readonly source: string;
  /** Absolute path at which the nodes see it, in its shortest form, such as `/data`. */
  readonly path: string;
  /**
   * Whether nodes may not write to it.
   *
   * @default false
   */
  readonly readOnly?: boolean;
}

/** Registries for images. */
export interface K3dRegistriesArgs {
  /**
   * A registry that is created and deleted together with the cluster.
   *
   * @default none
   */
  readonly create?: K3dRegistryArgs;
  /**
   * Registries of k3d that exist, as `<name>:<port>`: `k3d-images:5000`.
   *
   * @default none
   */
  readonly use?: string[];
  /**
   * Absolute path of a `registries.yaml` of k3s on this machine, with mirrors and logins. Only the path is stored in the state.
   *
   * @default none
   */
  readonly configFile?: string;
}

/** A registry to create. */
export interface K3dRegistryArgs {
  /**
   * Its name, a host name of 2 to 63 characters. Pods and nodes reach it by this name.
   *
   * @default k3d-<name of the cluster>-registry
   */
  readonly name?: string;
  /** Port of this machine at which it answers, to push images: `localhost:5000`. */
  readonly port: number;
}

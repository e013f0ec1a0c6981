import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { writtenChoices, type WrittenChoices } from "../../../components/shared/component";

/** A small program, and what a rule finds in it. */
export interface RuleProgram {
  /** What is special about it. */
  readonly what: string;
  readonly program: () => unknown;
  /** The findings of the rule, each as `<name of the resource>: <text>`; `? ` before it if it is not known yet. None for a plan that keeps the rule. */
  readonly found: readonly string[];
}

type Inputs = Record<string, unknown>;

class Resource extends pulumi.CustomResource {}

const resource = (type: string, name: string, inputs: Inputs = {}, opts: pulumi.CustomResourceOptions = {}): Resource =>
  new Resource(type, name, inputs, opts);

/** Something that only a provider knows. */
const later = (): pulumi.Output<string> => resource("test:index:Later", `later${String((laters += 1))}`).id;
let laters = 0;

/** A component of this package that recorded what its caller wrote. */
class Component extends pulumi.ComponentResource {
  constructor(type: string, written: WrittenChoices) {
    super(`mlplatform:index:${type}`, "component", writtenChoices(written));
  }
}

const provider = () => new kubernetes.Provider("k", { kubeconfig: "{}", clusterIdentifier: "c" });

/** A Service that is a load balancer. */
const loadBalancer = (inputs: Inputs = {}, opts: pulumi.CustomResourceOptions = {}) =>
  resource("kubernetes:core/v1:Service", "web", { spec: { type: "LoadBalancer", ...inputs } }, opts);

const release = (name: string, inputs: Inputs, opts: pulumi.CustomResourceOptions = {}) =>
  resource("kubernetes:helm.sh/v3:Release", name, inputs, opts);

/** A chart whose objects Pulumi applies itself, instead of Helm. */
const chart = (name: string, chartOf: string, values: Inputs) =>
  new kubernetes.helm.v4.Chart(name, { chart: chartOf, version: "1.0.0", namespace: "n", values });

/** A Deployment whose pods have this spec. */
const deployment = (pods: Inputs, spec: Inputs = {}, opts: pulumi.CustomResourceOptions = {}) =>
  resource(
    "kubernetes:apps/v1:Deployment",
    "web",
    { metadata: { namespace: "n" }, spec: { template: { metadata: { labels: { app: "web" } }, spec: pods }, ...spec } },
    opts,
  );

const container = (inputs: Inputs): Inputs => ({ containers: [{ name: "c", image: "nginx:1.29", ...inputs }] });

const budget = (spec: Inputs, name = "b", opts: pulumi.CustomResourceOptions = {}) =>
  resource(
    "kubernetes:policy/v1:PodDisruptionBudget",
    name,
    { metadata: { namespace: "n" }, spec: { selector: { matchLabels: { app: "web" } }, ...spec } },
    opts,
  );

const model = (predictor: Inputs) =>
  resource("kubernetes:machinelearning.seldon.io/v1:SeldonDeployment", "iris", { spec: { predictors: [predictor] } });

const NOT_PUBLIC =
  "write the ranges that may reach it, or make it internal. In a component of this package, allowPublic: true writes it out.";
const NOT_KNOWN = "is not known yet, so this is not checked.";
const NAME_IT = "take it away, or name the resource in allow.";
const NO_KEY = "looks like a static key, token or password: log in by a role or a workload identity instead.";
const PLAIN = "stores data that is not encrypted: turn on the encryption of each of its disks.";
const NO_BUDGET =
  "asks for several pods, and no budget covers them, so a drained node can take all of them at once: write a PodDisruptionBudget for them.";
const UNPROTECTED = "can be deleted with all it holds: protect it, or keep it on destroy (protect or retainOnDelete).";

/** By rule, programs that break it, keep it, or have an input that is not known yet. They run as a preview. */
export const PROGRAMS: Readonly<Record<string, readonly RuleProgram[]>> = {
  "no-public-access": [
    {
      what: "a load balancer that everyone reaches",
      program: () => loadBalancer(),
      found: [`web: LoadBalancer, public or internal by the cluster's default: ${NOT_PUBLIC}`],
    },
    {
      what: "a load balancer of a chart, for the whole internet",
      program: () =>
        release("chart", {
          chart: "c",
          values: {
            service: {
              type: "LoadBalancer",
              loadBalancerSourceRanges: ["0.0.0.0/0"],
              annotations: { "external-dns.alpha.kubernetes.io/hostname": "secret.example.org" },
            },
          },
        }),
      found: [`chart: LoadBalancer, public or internal by the cluster's default: ${NOT_PUBLIC}`],
    },
    {
      what: "a load balancer of a chart whose objects Pulumi applies",
      program: () => chart("chart", "c", { service: { type: "LoadBalancer" } }),
      found: [`chart: LoadBalancer, public or internal by the cluster's default: ${NOT_PUBLIC}`],
    },
    {
      what: "a load balancer of a chart that an older component renders",
      program: () =>
        new (class extends pulumi.ComponentResource {})("kubernetes:helm.sh/v3:Chart", "older", {
          ...{ chart: "c", version: "1.0.0", values: { service: { type: "LoadBalancer" } } },
        }),
      found: [`older: LoadBalancer, public or internal by the cluster's default: ${NOT_PUBLIC}`],
    },
    {
      what: "an API server for everyone",
      program: () => resource("aws:eks/cluster:Cluster", "api", { vpcConfig: { publicAccessCidrs: ["0.0.0.0/0"] } }),
      found: [`api: API open to everyone: ${NOT_PUBLIC}`],
    },
    {
      what: "machines with public addresses",
      program: () => resource("aws:ec2/subnet:Subnet", "subnet", { mapPublicIpOnLaunch: true }),
      found: [`subnet: gives public addresses: ${NOT_PUBLIC}`],
    },
    {
      what: "a bucket for everyone",
      program: () => {
        resource("gcp:storage/bucketIAMMember:BucketIAMMember", "all", {
          bucket: "b",
          role: "roles/storage.objectViewer",
          member: "allUsers",
        });
        const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" };
        resource("aws:s3/bucketPolicy:BucketPolicy", "open", { bucket: "b", policy: { Statement: [statement] } });
      },
      found: ["all", "open"].map((name) => `${name}: permits something to everyone: name who may, or add a condition.`),
    },
    {
      what: "a load balancer of another component of this package than the one that allows it",
      program: () => {
        new Component("IngressLayer", { allowPublic: true });
        loadBalancer();
      },
      found: [`web: LoadBalancer, public or internal by the cluster's default: ${NOT_PUBLIC}`],
    },
    {
      what: "ranges that are not known yet",
      program: () => loadBalancer({ loadBalancerSourceRanges: [later()] }),
      found: [`? web: who reaches it ${NOT_KNOWN}`],
    },
    {
      what: "statements that permit everyone among others, everyone but one, or everyone who uses TLS",
      program: () => {
        const open: Readonly<Record<string, Inputs>> = {
          among: { Principal: { AWS: ["arn:aws:iam::123456789012:root", "*"] } },
          but: { NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" } },
          tls: { Principal: "*", Condition: { Bool: { "aws:securetransport": "true" } } },
        };
        for (const [name, who] of Object.entries(open)) {
          const Statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*", ...who };
          resource("aws:s3/bucketPolicy:BucketPolicy", name, { policy: JSON.stringify({ Statement }) });
        }
        resource("gcp:storage/bucketIAMBinding:BucketIAMBinding", "google", {
          role: "r",
          members: ["user:a", "allUsers"],
        });
      },
      found: ["among", "but", "tls", "google"].map(
        (name) => `${name}: permits something to everyone: name who may, or add a condition.`,
      ),
    },
    {
      what: "a policy, a statement, a principal, an effect, a condition and a member that are not known yet",
      program: () => {
        const all = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" };
        const unclear: Readonly<Record<string, unknown>> = {
          whole: later(),
          statement: { Statement: [later()] },
          principal: { Statement: [{ ...all, Principal: { AWS: [later()] } }] },
          effect: { Statement: [{ ...all, Effect: later() }] },
          condition: { Statement: [{ ...all, Condition: later() }] },
        };
        for (const [name, policy] of Object.entries(unclear)) {
          resource("aws:s3/bucketPolicy:BucketPolicy", name, { policy });
        }
        resource("gcp:storage/bucketIAMMember:BucketIAMMember", "google", { role: "r", member: later() });
        const assumeRolePolicy = later();
        resource("aws:iam/role:Role", "role", { assumeRolePolicy });
        const parent = new Component("MlCluster", {});
        resource("aws:iam/role:Role", "role-of-component", { assumeRolePolicy }, { parent });
      },
      found: [
        `? role: assumeRolePolicy ${NOT_KNOWN}`,
        ...["whole", "statement", "principal", "effect", "condition"].map((name) => `? ${name}: policy ${NOT_KNOWN}`),
        `? google: member ${NOT_KNOWN}`,
      ],
    },
    {
      what: "Services and charts of which a part is not known yet",
      program: () => {
        const SERVICE = "kubernetes:core/v1:Service";
        resource(SERVICE, "spec", { spec: later() });
        resource(SERVICE, "type", { spec: { type: later() } });
        release("values", { chart: "c", values: later() });
        release("service", { chart: "c", values: { gateway: { service: later() } } });
        release("service-type", { chart: "c", values: { service: { type: later() } } });
      },
      found: ["spec", "type", "values", "service", "service-type"].map(
        (name) => `? ${name}: who reaches it ${NOT_KNOWN}`,
      ),
    },
    {
      what: "API servers of one API version, a part of a Service, and ranges with blanks or zeros that hold the internet",
      program: () => {
        for (const module of [
          "azure-native:containerservice/v20250801",
          "azure-native_containerservice_v20250801:containerservice",
        ])
          resource(`${module}:ManagedCluster`, module);
        resource("kubernetes:core/v1:ServicePatch", "part", { spec: { type: "LoadBalancer" } });
        loadBalancer({ loadBalancerSourceRanges: [" 0.0.0.0/0 "] });
        resource("aws:eks/cluster:Cluster", "zeros", { vpcConfig: { publicAccessCidrs: ["0.0.0.0/00"] } });
      },
      found: [
        `azure-native:containerservice/v20250801: API open to everyone: ${NOT_PUBLIC}`,
        `azure-native_containerservice_v20250801:containerservice: API open to everyone: ${NOT_PUBLIC}`,
        `part: LoadBalancer, public or internal by the cluster's default: ${NOT_PUBLIC}`,
        `web: LoadBalancer, public or internal by the cluster's default: ${NOT_PUBLIC}`,
        `zeros: API open to everyone: ${NOT_PUBLIC}`,
      ],
    },
    {
      what: "load balancers of a chart under other names, and of an Ingress",
      program: () => {
        const balancer = { type: "LoadBalancer" };
        release("chart", {
          chart: "c",
          values: { webService: balancer, services: [balancer], proxy: { serviceType: "LoadBalancer" } },
        });
        const annotations = { "alb.ingress.kubernetes.io/scheme": "internet-facing" };
        const INGRESS = "kubernetes:networking.k8s.io/v1:Ingress";
        resource(INGRESS, "ingress", { metadata: { annotations } });
        resource(INGRESS, "later", {
          metadata: { annotations: { ...annotations, "alb.ingress.kubernetes.io/inbound-cidrs": later() } },
        });
      },
      found: [
        ...[1, 2, 3].map(() => `chart: LoadBalancer, public or internal by the cluster's default: ${NOT_PUBLIC}`),
        `ingress: load balancer, open to everyone: ${NOT_PUBLIC}`,
        `? later: who reaches it ${NOT_KNOWN}`,
      ],
    },
    {
      what: "public addresses of a database, of machines in other interfaces and of other clouds",
      program: () => {
        resource("aws:rds/instance:Instance", "database", { publiclyAccessible: true });
        const networkInterfaces = [{}, { associatePublicIpAddress: "true" }];
        resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { networkInterfaces });
        resource("gcp:compute/instance:Instance", "google", { networkInterfaces: [{ accessConfigs: [{}] }] });
        const privately = { apiServerAccessProfile: { enablePrivateCluster: true } };
        const agentPoolProfiles = [{ enableNodePublicIP: true }];
        resource("azure-native:containerservice:ManagedCluster", "azure", { ...privately, agentPoolProfiles });
        resource("aws:ec2/instance:Instance", "later", { associatePublicIpAddress: later() });
      },
      found: [
        ...["database", "template", "google", "azure"].map((name) => `${name}: gives public addresses: ${NOT_PUBLIC}`),
        `? later: who reaches it ${NOT_KNOWN}`,
      ],
    },
    {
      what: "policies of a role, a bucket, a queue and a key that permit everyone, and conditions that limit nobody",
      program: () => {
        const all = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };
        const policy = JSON.stringify({ Statement: all });
        resource("aws:iam/role:Role", "role", { assumeRolePolicy: policy });
        for (const type of ["s3/bucket:Bucket", "sqs/queuePolicy:QueuePolicy", "kms/key:Key"])
          resource(`aws:${type}`, type, { policy });
        resource("gcp:cloudrun/iamMember:IamMember", "service", { role: "r", member: "allUsers" });
        const nobody: Readonly<Record<string, Inputs>> = {
          pattern: { StringLike: { "aws:PrincipalArn": "*" } },
          ranges: { IpAddress: { "aws:SourceIp": ["0.0.0.0/0"] } },
          absent: { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } },
          others: { StringNotEquals: { "aws:PrincipalAccount": "123456789012" } },
        };
        for (const [name, Condition] of Object.entries(nobody))
          resource("aws:s3/bucketPolicy:BucketPolicy", name, { policy: { Statement: [{ ...all, Condition }] } });
      },
      found: [
        ...["role", "s3/bucket:Bucket", "sqs/queuePolicy:QueuePolicy", "kms/key:Key", "service"],
        ...["pattern", "ranges", "absent", "others"],
      ].map((name) => `${name}: permits something to everyone: name who may, or add a condition.`),
    },
    {
      what: "roles of services, policies for accounts and ranges, an internal Ingress, and a load balancer that is turned off",
      program: () => {
        const service = { Effect: "Allow", Principal: { Service: "pods.eks.amazonaws.com" }, Action: "sts:AssumeRole" };
        resource("aws:iam/role:Role", "role", { assumeRolePolicy: JSON.stringify({ Statement: [service] }) });
        const account = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "kms:*" };
        resource("aws:kms/key:Key", "key", { policy: JSON.stringify({ Statement: account }) });
        const Condition = { IpAddress: { "aws:SourceIp": ["203.0.113.0/24"] } };
        const ranged = { Statement: { Effect: "Allow", Principal: "*", Action: "*", Condition } };
        resource("aws:s3/bucketPolicy:BucketPolicy", "ranged", { policy: ranged });
        const annotations = {
          "alb.ingress.kubernetes.io/scheme": "internet-facing",
          "alb.ingress.kubernetes.io/inbound-cidrs": "203.0.113.0/24, 198.51.100.0/24",
        };
        resource("kubernetes:networking.k8s.io/v1:Ingress", "ingress", { metadata: { annotations } });
        resource("kubernetes:networking.k8s.io/v1:Ingress", "inside", { metadata: {} });
        release("chart", { chart: "c", values: { service: { enabled: false, type: "LoadBalancer" } } });
        resource("gcp:compute/instance:Instance", "google", { networkInterfaces: [{ network: "n" }] });
      },
      found: [],
    },
    {
      what: "ranges, an internal load balancer, a private pool of MetalLB, a statement with a condition, and one that denies",
      program: () => {
        const k = provider();
        loadBalancer({ loadBalancerSourceRanges: ["203.0.113.0/24"] });
        resource(
          "kubernetes:metallb.io/v1beta1:IPAddressPool",
          "pool",
          { spec: { addresses: ["10.0.0.0/24"] } },
          { provider: k },
        );
        resource("kubernetes:core/v1:Service", "inside", { spec: { type: "LoadBalancer" } }, { provider: k });
        const all = { Principal: "*", Action: "s3:*", Resource: "*" };
        resource("aws:s3/bucketPolicy:BucketPolicy", "tls", {
          policy: {
            Statement: [
              { Effect: "Deny", ...all },
              { Effect: "Allow", ...all, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } },
            ],
          },
        });
      },
      found: [],
    },
    {
      what: "a public load balancer that its component writes out",
      program: () => loadBalancer({}, { parent: new Component("IngressLayer", { allowPublic: true }) }),
      found: [],
    },
  ],

  "no-static-keys": [
    {
      what: "a secret password, an access key by its looks, and a token in a kubeconfig",
      program: () => {
        resource("aws:x/y:It", "it", { auth: { password: pulumi.secret("hunter2") }, env: ["AKIAABCDEFGHIJKLMNOP"] });
        new kubernetes.Provider("k", { kubeconfig: "users:\n- user: { token: t }\n" });
      },
      found: [`it: auth.password ${NO_KEY}`, `it: env[0] ${NO_KEY}`, `k: kubeconfig.users[0].user.token ${NO_KEY}`],
    },
    {
      what: "resources that are keys",
      program: () => {
        resource("aws:iam/accessKey:AccessKey", "user");
        resource("gcp:serviceaccount/key:Key", "account");
      },
      found: ["user", "account"].map(
        (name) => `${name}: is a key that is valid until somebody deletes it: let pods and people log in by roles.`,
      ),
    },
    {
      what: "a login that the target does not know, and a password beside one that it does",
      program: () => {
        const parent = new Component("MlCluster", { broughtLogin: "existing" });
        resource("command:remote:Command", "ssh", { connection: { privateKey: "k" } }, { parent });
        resource("pulumi:providers:kubernetes", "k", { kubeconfig: "{}", password: "p" }, { parent });
      },
      found: [`ssh: connection.privateKey ${NO_KEY}`, `k: password ${NO_KEY}`],
    },
    {
      what: "variables and settings with a name beside a value, names that end like a key's, and the second document of a text",
      program: () => {
        const env = [
          { name: "AWS_SECRET_ACCESS_KEY", value: "v" },
          { name: "POSTGRES_PASSWORD", value: "v" },
          { name: "FROM_SECRET_PASSWORD", valueFrom: { secretKeyRef: { name: "s", key: "password" } } },
          { name: "OTHER_PASSWORD", value: "$(POSTGRES_PASSWORD)" },
          { name: "TOKEN_FILE", value: "/token" },
        ];
        resource("kubernetes:core/v1:Pod", "pod", { spec: { containers: [{ image: "i:1", env }] } });
        const names = [
          "masterPassword",
          "administratorLoginPassword",
          "authToken",
          "root-password",
          "DB_PASSWD",
          "apikey",
        ];
        resource("aws:x/y:It", "it", Object.fromEntries(names.map((name) => [name, "v"])));
        resource("aws:x/y:It", "text", { manifests: "kind: A\n---\ntoken: t\n", one: "token: !mine t\n" });
      },
      found: [
        ...[0, 1].map((index) => `pod: spec.containers[0].env[${String(index)}].value ${NO_KEY}`),
        ...["masterPassword", "administratorLoginPassword", "authToken", "root-password", "DB_PASSWD", "apikey"].map(
          (name) => `it: ${name} ${NO_KEY}`,
        ),
        ...["manifests[1]", "one"].map((place) => `text: ${place}.token ${NO_KEY}`),
      ],
    },
    {
      what: "a variable of a container that is not known yet",
      program: () =>
        resource("kubernetes:core/v1:Pod", "pod", {
          spec: { containers: [{ image: "i:1", env: [{ name: "DB_PASSWORD", value: later() }] }] },
        }),
      found: [`? pod: spec.containers[0].env[0].value ${NOT_KNOWN}`],
    },
    {
      what: "a login that a component makes, in another place, for another database, or in another component",
      program: () => {
        const parent = new Component("PachydermStore", {});
        const SECRET = "kubernetes:core/v1:Secret";
        resource(SECRET, "other", { stringData: { password: "v" } }, { parent });
        const global = { postgresql: { postgresqlPassword: "v" } };
        release(
          "external",
          { chart: "pachyderm", version: "1.0.0", values: { global, postgresql: { enabled: false } } },
          { parent },
        );
        resource(SECRET, "free", { stringData: { seaweedfs_s3_config: '{"secretKey":"v"}' } });
      },
      found: [
        `other: stringData.password ${NO_KEY}`,
        `external: values.global.postgresql.postgresqlPassword ${NO_KEY}`,
        `free: stringData.seaweedfs_s3_config.secretKey ${NO_KEY}`,
      ],
    },
    {
      what: "logins in the data of a Secret, of a registry and of a service account, and by their looks",
      program: () => {
        const SECRET = "kubernetes:core/v1:Secret";
        const base64 = (text: string): string => Buffer.from(text).toString("base64");
        const file = base64("[default]\naws_secret_access_key = v\n");
        resource(SECRET, "data", { data: { file, other: later() } });
        const auths = { "registry.example.org": { auth: "dTpw" } };
        resource(SECRET, "registry", { stringData: { ".dockerconfigjson": JSON.stringify({ auths }) } });
        resource(SECRET, "account", { type: "kubernetes.io/service-account-token" });
        resource("azuread:index/applicationPassword:ApplicationPassword", "azure");
        const texts = [
          "postgres://user:hunter2@db/x",
          `hf_${"a".repeat(34)}`,
          "--db-password=hunter2",
          "A=1 PGPASSWORD=hunter2 psql",
        ];
        resource("aws:x/y:It", "it", { texts, dbpassword: 1234, maxToken: 4096, passwordWo: "v" });
      },
      found: [
        `data: data.file ${NO_KEY}`,
        `registry: stringData..dockerconfigjson.auths.registry.example.org.auth ${NO_KEY}`,
        ...["account", "azure"].map(
          (name) => `${name}: is a key that is valid until somebody deletes it: let pods and people log in by roles.`,
        ),
        ...["texts[0]", "texts[1]", "texts[2]", "texts[3]", "dbpassword", "passwordWo"].map(
          (path) => `it: ${path} ${NO_KEY}`,
        ),
      ],
    },
    {
      what: "certificates, names of entries, and texts that are filled in elsewhere",
      program: () => {
        const key = "-----BEGIN PRIVATE KEY-----\nk\n-----END PRIVATE KEY-----\n";
        const SECRET = "kubernetes:core/v1:Secret";
        resource(SECRET, "certificate", { type: "kubernetes.io/tls", stringData: { "tls.key": key } });
        resource(SECRET, "encoded", {
          type: "kubernetes.io/tls",
          data: { "tls.key": Buffer.from(key).toString("base64") },
        });
        const data = [{ secretKey: "password", remoteRef: { key: "db" } }];
        resource("kubernetes:external-secrets.io/v1:ExternalSecret", "outside", { spec: { data } });
        const texts = [
          "postgres://user:$(DB_PASSWORD)@db/x",
          "TOKEN=$(cat /token) run",
          "--password=${DB_PASSWORD}",
          "TOKEN= run",
        ];
        resource("aws:x/y:It", "it", { texts, password: "${DB_PASSWORD}", token: "{{ .token }}" });
      },
      found: [],
    },
    {
      what: "a kubeconfig that a component accepts, in a provider of the program, and another one",
      program: () => {
        const kubeconfig = "users:\n- user: { token: t }\n";
        new kubernetes.Provider(
          "k",
          { kubeconfig },
          { parent: new Component("MlCluster", { broughtLogin: "existing" }) },
        );
        new kubernetes.Provider("same", { kubeconfig });
        new kubernetes.Provider("other", { kubeconfig: kubeconfig.replace("t }", "u }") });
      },
      found: [`other: kubeconfig.users[0].user.token ${NO_KEY}`],
    },
    {
      what: "a password that a provider makes",
      program: () => resource("aws:x/y:It", "it", { password: later() }),
      found: [`? it: password ${NOT_KNOWN}`],
    },
    {
      what: "names that only look like a key's, and a token that the user of an existing cluster brings",
      program: () => {
        resource("aws:x/y:It", "it", { httpTokens: "required", keyName: "k", note: "token\nof thanks", token: "" });
        const parent = new Component("MlCluster", { broughtLogin: "existing" });
        new kubernetes.Provider("k", { kubeconfig: "users:\n- user: { token: t }\n" }, { parent });
      },
      found: [],
    },
  ],

  "encrypted-storage": [
    {
      what: "a volume, a database, a launch template with one plain disk, and a storage class",
      program: () => {
        resource("aws:ebs/volume:Volume", "volume", { size: 1 });
        resource("aws:rds/instance:Instance", "database", { storageEncrypted: false });
        resource("aws:ec2/launchTemplate:LaunchTemplate", "template", {
          blockDeviceMappings: [{ ebs: { encrypted: "true" } }, { ebs: {} }],
        });
        resource("kubernetes:storage.k8s.io/v1:StorageClass", "class", { provisioner: "ebs.csi.aws.com" });
      },
      found: ["volume", "database", "template", "class"].map((name) => `${name}: ${PLAIN}`),
    },
    {
      what: "databases, machines and an older class that are not encrypted",
      program: () => {
        for (const type of ["docdb/cluster:Cluster", "neptune/cluster:Cluster", "rds/globalCluster:GlobalCluster"])
          resource(`aws:${type}`, type);
        resource("aws:opensearch/domain:Domain", "search", { encryptAtRest: { enabled: false } });
        resource("aws:ec2/spotInstanceRequest:SpotInstanceRequest", "spot");
        resource("aws:ec2/launchConfiguration:LaunchConfiguration", "configuration");
        resource("kubernetes:storage.k8s.io/v1beta1:StorageClass", "class", { provisioner: "ebs.csi.aws.com" });
      },
      found: [
        ...["docdb/cluster:Cluster", "neptune/cluster:Cluster", "rds/globalCluster:GlobalCluster"],
        ...["search", "spot", "configuration", "class"],
      ].map((name) => `${name}: ${PLAIN}`),
    },
    {
      what: "classes of clouds that encrypt all under their older names, and a class that makes no disks",
      program: () => {
        for (const name of ["gce-pd", "azure-disk", "azure-file", "no-provisioner"])
          resource("kubernetes:storage.k8s.io/v1:StorageClass", name, { provisioner: `kubernetes.io/${name}` });
      },
      found: [],
    },
    {
      what: "encryption that is not known yet, and a kind of disk of a cloud that is not known",
      program: () => {
        resource("aws:ebs/volume:Volume", "volume", { encrypted: later() });
        resource("metal:compute/disk:Disk", "disk", { encrypted: true });
      },
      found: ["volume", "disk"].map((name) => `? ${name}: whether it is encrypted ${NOT_KNOWN}`),
    },
    {
      what: "a machine with a plain disk beside the encrypted one, and a template that takes a disk away",
      program: () => {
        const rootBlockDevice = { encrypted: true };
        resource("aws:ec2/instance:Instance", "machine", {
          rootBlockDevice,
          ebsBlockDevices: [{ deviceName: "/dev/b" }],
        });
        const blockDeviceMappings = [{ deviceName: "/dev/b", noDevice: "" }];
        resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { blockDeviceMappings });
      },
      found: ["machine", "template"].map((name) => `${name}: ${PLAIN}`),
    },
    {
      what: "a machine whose further disks are not known yet",
      program: () =>
        resource("aws:ec2/instance:Instance", "machine", {
          rootBlockDevice: { encrypted: true },
          ebsBlockDevices: later(),
        }),
      found: [`? machine: whether it is encrypted ${NOT_KNOWN}`],
    },
    {
      what: "a storage class whose provisioner is not known yet",
      program: () => resource("kubernetes:storage.k8s.io/v1:StorageClass", "class", { provisioner: later() }),
      found: [`? class: whether it is encrypted ${NOT_KNOWN}`],
    },
    {
      what: "encrypted disks, and those of clouds that encrypt all",
      program: () => {
        resource("aws:ebs/volume:Volume", "volume", { encrypted: true });
        resource("gcp:compute/disk:Disk", "google");
        resource("azure-native:compute:Disk", "azure");
        const CLASS = "kubernetes:storage.k8s.io/v1:StorageClass";
        resource(CLASS, "aws-class", { provisioner: "ebs.csi.aws.com", parameters: { encrypted: "true" } });
        resource(CLASS, "google-class", { provisioner: "pd.csi.storage.gke.io" });
        resource(CLASS, "files", { provisioner: "efs.csi.aws.com", parameters: { fileSystemId: "fs-1" } });
        resource(CLASS, "lustre", { provisioner: "fsx.csi.aws.com" });
        const rootBlockDevice = { encrypted: true };
        resource("aws:ec2/instance:Instance", "machine", { rootBlockDevice });
        resource("aws:ec2/instance:Instance", "disks", { rootBlockDevice, ebsBlockDevices: [{ encrypted: true }] });
        resource("aws:ec2/launchTemplate:LaunchTemplate", "template", {
          blockDeviceMappings: [
            { deviceName: "/dev/a", ebs: { encrypted: "true" } },
            { deviceName: "/dev/b", noDevice: "" },
            { deviceName: "/dev/c", virtualName: "ephemeral0" },
          ],
        });
      },
      found: [],
    },
  ],

  "pinned-charts": [
    {
      what: "no version, a range, and the newest",
      program: () => {
        release("none", { chart: "c" });
        release("range", { chart: "c", version: "^1.2.0" });
        release("newest", { chart: "c", version: "1.2.0", devel: true });
        release("url", { chart: "https://charts.example.org/c-latest.tgz" });
        resource("kubernetes:helm.sh/v4:Chart", "other", { chart: "oci://registry.example.org/c" });
      },
      found: [
        "none: has no version, so it takes the newest: write one, such as 1.2.3.",
        "url: has no version, so it takes the newest: write one, such as 1.2.3.",
        "range: version is a range of versions: write one, such as 1.2.3.",
        "newest: devel takes whatever version is newest: write one version instead.",
        "other: has no version, so it takes the newest: write one, such as 1.2.3.",
      ],
    },
    {
      what: "a version that is not known yet",
      program: () => release("chart", { chart: "c", version: later() }),
      found: [`? chart: version ${NOT_KNOWN}`],
    },
    {
      what: "one version, a file, a folder and a digest",
      program: () => {
        release("version", { chart: "c", version: "v1.2.3-rc.1+4" });
        release("file", { chart: "charts/c-1.2.3.tgz" });
        release("folder", { chart: "./charts/c" });
        release("digest", { chart: `oci://registry.example.org/c@sha256:${"a".repeat(64)}` });
        release("url", { chart: "https://charts.example.org/c-1.2.3.tgz" });
      },
      found: [],
    },
  ],

  "pinned-images": [
    {
      what: "no tag, and the tag latest of a pod, a chart and a model",
      program: () => {
        deployment(container({ image: "registry.example.org:5000/nginx" }));
        release("chart", { chart: "c", version: "1.0.0", values: { image: { repository: "nginx", tag: "latest" } } });
        model({ componentSpecs: [{ spec: { containers: [{ image: "iris:latest" }] } }] });
      },
      found: [
        "web: spec.template.spec.containers[0].image has no tag, so it takes latest: write the tag of one version, or a digest.",
        "chart: values.image has the tag latest, which changes: write the tag of one version, or a digest.",
        "iris: spec.predictors[0].componentSpecs[0].spec.containers[0].image has the tag latest, which changes: write the tag of one version, or a digest.",
      ],
    },
    {
      what: "the tag latest in a chart whose objects Pulumi applies, which adds other tags",
      program: () => chart("chart", "c", { image: { repository: "nginx" }, proxy: { image: "envoy:latest" } }),
      found: [
        "chart: values.proxy.image has the tag latest, which changes: write the tag of one version, or a digest.",
      ],
    },
    {
      what: "the image of a volume, of a container in a chart's values, and the tag latest under other names",
      program: () => {
        deployment({ ...container({}), volumes: [{ name: "v", image: { reference: "registry.example.org/model" } }] });
        release("chart", {
          chart: "c",
          version: "1.0.0",
          values: {
            extraContainers: [{ name: "c", image: "nginx" }],
            global: { hub: "docker.io/istio", tag: "latest" },
            images: { proxy: "envoy:latest" },
          },
        });
      },
      found: [
        "web: spec.template.spec.volumes[0].image has no tag, so it takes latest: write the tag of one version, or a digest.",
        "chart: values.extraContainers[0].image has no tag, so it takes latest: write the tag of one version, or a digest.",
        ...["global.tag", "images.proxy"].map(
          (path) =>
            `chart: values.${path} has the tag latest, which changes: write the tag of one version, or a digest.`,
        ),
      ],
    },
    {
      what: "the tag latest of a chart that an older component renders",
      program: () =>
        new (class extends pulumi.ComponentResource {})("kubernetes:helm.sh/v3:Chart", "older", {
          ...{ chart: "c", version: "1.0.0", values: { image: { repository: "nginx", tag: "latest" } } },
        }),
      found: ["older: values.image has the tag latest, which changes: write the tag of one version, or a digest."],
    },
    {
      what: "a key of a ConfigMap that is called image",
      program: () => resource("kubernetes:core/v1:ConfigMap", "settings", { data: { image: "logo.png" } }),
      found: [],
    },
    {
      what: "an image that is not known yet",
      program: () => deployment(container({ image: later() })),
      found: [`? web: spec.template.spec.containers[0].image ${NOT_KNOWN}`],
    },
    {
      what: "tags that are not known yet, one of them beside a digest",
      program: () => {
        release("chart", { chart: "c", version: "1.0.0", values: { image: { repository: "nginx", tag: later() } } });
        const digest = `sha256:${"a".repeat(64)}`;
        release("digest", { chart: "c", version: "1.0.0", values: { image: { name: "nginx", tag: later(), digest } } });
        resource("kubernetes:example.org/v1:Web", "web", { spec: { image: { repository: "nginx", tag: later() } } });
      },
      found: [`? chart: values.image.tag ${NOT_KNOWN}`, `? web: spec.image.tag ${NOT_KNOWN}`],
    },
    {
      what: "a tag, a digest, and an image to which the chart adds its tag",
      program: () => {
        deployment({ containers: [{ image: "nginx:1.29" }, { image: `nginx@sha256:${"a".repeat(64)}` }] });
        release("chart", { chart: "c", version: "1.0.0", values: { image: { repository: "nginx" } } });
      },
      found: [],
    },
  ],

  "no-privileged-pods": [
    {
      what: "a pod with everything of its node",
      program: () =>
        deployment({
          hostNetwork: true,
          hostPID: true,
          hostIPC: true,
          containers: [
            { image: "i:1", securityContext: { privileged: true, capabilities: { add: ["CHOWN", "SYS_ADMIN"] } } },
          ],
          volumes: [{ name: "v", hostPath: { path: "/" } }],
        }),
      found: [
        `web: spec.template.spec.hostNetwork puts the pod into the network of the node: ${NAME_IT}`,
        `web: spec.template.spec.hostPID shows the pod all processes of the node: ${NAME_IT}`,
        `web: spec.template.spec.hostIPC shares the memory of the node's processes with the pod: ${NAME_IT}`,
        `web: spec.template.spec.containers[0].securityContext.privileged gives a container all rights of the node: ${NAME_IT}`,
        `web: spec.template.spec.containers[0].securityContext.capabilities.add has a capability beyond the baseline: ${NAME_IT}`,
        `web: spec.template.spec.volumes[0].hostPath opens a folder of the node to the pod: ${NAME_IT}`,
      ],
    },
    {
      what: "ports of the node, an open /proc, profiles that confine nothing, and settings of the kernel",
      program: () => {
        const unconfined = { type: "Unconfined" };
        deployment({
          securityContext: {
            seccompProfile: unconfined,
            sysctls: [
              { name: "net.ipv4.tcp_syncookies", value: "1" },
              { name: "kernel.msgmax", value: "1" },
            ],
          },
          containers: [
            {
              image: "i:1",
              ports: [{ containerPort: 80, hostPort: 80 }],
              securityContext: { procMount: "Unmasked", appArmorProfile: unconfined },
            },
          ],
        });
        const annotations = { "container.apparmor.security.beta.kubernetes.io/c": "unconfined" };
        resource("kubernetes:core/v1:Pod", "old", { metadata: { annotations }, spec: container({}) });
      },
      found: [
        `web: spec.template.spec.securityContext.seccompProfile.type lets the pod make every system call: ${NAME_IT}`,
        `web: spec.template.spec.securityContext.sysctls[1].name changes the kernel beyond the baseline: ${NAME_IT}`,
        `web: spec.template.spec.containers[0].ports[0].hostPort takes a port of the node: ${NAME_IT}`,
        `web: spec.template.spec.containers[0].securityContext.procMount shows all of /proc to the container: ${NAME_IT}`,
        `web: spec.template.spec.containers[0].securityContext.appArmorProfile.type takes AppArmor away: ${NAME_IT}`,
        `old: metadata.annotations.container.apparmor.security.beta.kubernetes.io/c takes AppArmor away: ${NAME_IT}`,
      ],
    },
    {
      what: "a chart that is told to be privileged, a namespace that allows it, and notebooks with a privileged container",
      program: () => {
        release("chart", {
          chart: "c",
          version: "1.0.0",
          values: { speaker: { hostNetwork: true }, logs: { hostPath: "/var/log" } },
        });
        const labels = { "pod-security.kubernetes.io/enforce": "privileged" };
        resource("kubernetes:core/v1:Namespace", "open", { metadata: { name: "open", labels } });
        release("hub", { chart: "jupyterhub", version: "4.4.0", values: {} });
      },
      found: [
        `chart: values.speaker.hostNetwork puts the pod into the network of the node: ${NAME_IT}`,
        `chart: values.logs.hostPath opens a folder of the node to the pod: ${NAME_IT}`,
        `open: metadata.labels.pod-security.kubernetes.io/enforce lets every pod of the namespace be privileged: ${NAME_IT}`,
        "hub: puts a privileged container into each notebook: write singleuser.cloudMetadata.blockWithIptables: false.",
      ],
    },
    {
      what: "notebooks and devices of charts whose objects Pulumi applies",
      program: () => {
        chart("hub", "jupyterhub", {});
        chart("host", "c", { hostNetwork: true });
      },
      found: [
        "hub: puts a privileged container into each notebook: write singleuser.cloudMetadata.blockWithIptables: false.",
        `host: values.hostNetwork puts the pod into the network of the node: ${NAME_IT}`,
      ],
    },
    {
      what: "pods that are not known yet",
      program: () => deployment({ hostNetwork: later(), containers: [{ image: "i:1" }] }),
      found: [`? web: spec.template.spec.hostNetwork ${NOT_KNOWN}`],
    },
    {
      what: "parts of pods, of a namespace and of JupyterHub that are not known yet",
      program: () => {
        const pods: Readonly<Record<string, Inputs>> = {
          containers: { containers: later() },
          container: { containers: [later()] },
          init: { containers: [], initContainers: later() },
          volumes: { volumes: later() },
          volume: { volumes: [later()] },
          capabilities: container({ securityContext: { capabilities: later() } }),
          add: container({ securityContext: { capabilities: { add: later() } } }),
          added: container({ securityContext: { capabilities: { add: [later()] } } }),
        };
        for (const [name, spec] of Object.entries(pods)) resource("kubernetes:core/v1:Pod", name, { spec });
        resource("kubernetes:core/v1:Namespace", "labels", { metadata: { labels: later() } });
        const labels = { "pod-security.kubernetes.io/enforce": later() };
        resource("kubernetes:core/v1:Namespace", "label", { metadata: { labels } });
        release("hub", { chart: "jupyterhub", version: "4.4.0", values: { singleuser: later() } });
      },
      found: [
        ...["containers: spec.containers", "container: spec.containers[0]", "init: spec.initContainers"],
        ...["volumes: spec.volumes", "volume: spec.volumes[0]"],
        "capabilities: spec.containers[0].securityContext.capabilities",
        ...["add", "added"].map((name) => `${name}: spec.containers[0].securityContext.capabilities.add`),
        "labels: metadata.labels",
        "label: metadata.labels.pod-security.kubernetes.io/enforce",
        "hub: values.singleuser.cloudMetadata.blockWithIptables",
      ].map((place) => `? ${place} ${NOT_KNOWN}`),
    },
    {
      what: "such fields that are not known yet, and ports of a Service",
      program: () => {
        resource("kubernetes:core/v1:Service", "service", { spec: { ports: later() } });
        resource("kubernetes:core/v1:Pod", "pod", { spec: { containers: [{ image: "i:1", ports: [later()] }] } });
        deployment({
          securityContext: { seccompProfile: { type: later() }, sysctls: [{ name: later(), value: "1" }] },
          containers: [{ image: "i:1", ports: [{ hostPort: later() }], securityContext: { procMount: later() } }],
        });
      },
      found: [
        `? pod: spec.containers[0].ports[0] ${NOT_KNOWN}`,
        ...[
          ...["securityContext.seccompProfile.type", "securityContext.sysctls[0].name"],
          ...["containers[0].ports[0].hostPort", "containers[0].securityContext.procMount"],
        ].map((place) => `? web: spec.template.spec.${place} ${NOT_KNOWN}`),
      ],
    },
    {
      what: "pods without rights, and the charts that are named",
      program: () => {
        deployment(
          container({
            ports: [{ containerPort: 80, hostPort: 0 }],
            securityContext: {
              ...{ privileged: false, capabilities: { drop: ["ALL"], add: ["CHOWN"] }, procMount: "Default" },
              ...{ seccompProfile: { type: "RuntimeDefault" }, appArmorProfile: { type: "RuntimeDefault" } },
            },
          }),
        );
        release("metallb", { chart: "metallb", version: "0.16.1" });
        release("gpus", { chart: "charts/nvidia-device-plugin-0.20.0.tgz" });
        const singleuser = { cloudMetadata: { blockWithIptables: false } };
        release("hub", { chart: "jupyterhub", version: "4.4.0", values: { singleuser } });
      },
      found: [],
    },
  ],

  "gpu-pools-scale-to-zero": [
    {
      what: "pools of each cloud that keep a node, and one whose number is fixed",
      program: () => {
        const scalingConfig = { minSize: 1 };
        resource("aws:eks/nodeGroup:NodeGroup", "aws", {
          amiType: "AL2023_x86_64_NVIDIA",
          scalingConfig,
          launchTemplate: {},
        });
        resource("aws:eks/nodeGroup:NodeGroup", "type", {
          instanceTypes: ["g5.xlarge"],
          scalingConfig,
          launchTemplate: {},
        });
        const guestAccelerators = [{ type: "nvidia-l4", count: 1 }];
        resource("gcp:container/nodePool:NodePool", "gcp", {
          nodeConfig: { guestAccelerators },
          autoscaling: { totalMinNodeCount: 2 },
        });
        resource("gcp:container/nodePool:NodePool", "fixed", {
          nodeConfig: { machineType: "a2-highgpu-1g" },
          nodeCount: 1,
        });
        resource("azure-native:containerservice:AgentPool", "azure", {
          vmSize: "Standard_NC4as_T4_v3",
          enableAutoScaling: true,
          minCount: 1,
        });
      },
      found: [
        "aws: scalingConfig.minSize keeps nodes with GPUs that nobody may need: write 0.",
        "type: scalingConfig.minSize keeps nodes with GPUs that nobody may need: write 0.",
        "gcp: autoscaling.totalMinNodeCount keeps nodes with GPUs that nobody may need: write 0.",
        "fixed: has GPUs and a fixed number of nodes: let it scale, from 0 nodes.",
        "azure: minCount keeps nodes with GPUs that nobody may need: write 0.",
      ],
    },
    {
      what: "pools that a cluster has in a list, sizes in small letters, further families, and groups of Pulumi's eks",
      program: () => {
        const opts = { protect: true };
        const inside = { apiServerAccessProfile: { enablePrivateCluster: true } };
        const agentPoolProfiles = [
          { vmSize: "Standard_D4s_v5", count: 1 },
          { vmSize: "Standard_NC4as_T4_v3", count: 1 },
        ];
        resource("azure-native:containerservice:ManagedCluster", "azure", { ...inside, agentPoolProfiles }, opts);
        const nodePools = [{ nodeConfig: { machineType: "g2-standard-4" }, autoscaling: { minNodeCount: 1 } }];
        resource("gcp:container/cluster:Cluster", "google", { nodePools });
        resource("azure-native:containerservice/v20250801:AgentPool", "small", {
          vmSize: "standard_nc4as_t4_v3",
          count: 1,
        });
        const scalingConfig = { minSize: 1 };
        resource("aws:eks/nodeGroup:NodeGroup", "family", { instanceTypes: ["gr6.4xlarge"], scalingConfig });
        resource("eks:index:ManagedNodeGroup", "managed", { instanceTypes: ["g5.xlarge"] });
        resource("eks:index:NodeGroupV2", "group", { instanceType: "g5.xlarge", minSize: 2 });
      },
      found: [
        "azure: agentPoolProfiles[1] has GPUs and a fixed number of nodes: let it scale, from 0 nodes.",
        "google: nodePools[0].autoscaling.minNodeCount keeps nodes with GPUs that nobody may need: write 0.",
        "small: has GPUs and a fixed number of nodes: let it scale, from 0 nodes.",
        ...["family: scalingConfig.minSize", "managed: scalingConfig.minSize", "group: minSize"].map(
          (place) => `${place} keeps nodes with GPUs that nobody may need: write 0.`,
        ),
      ],
    },
    {
      what: "lists of pools of which a part is not known yet",
      program: () => {
        const CLUSTER = "gcp:container/cluster:Cluster";
        resource(CLUSTER, "list", { nodePools: later() });
        resource(CLUSTER, "pool", { nodePools: [later()] });
        const nodeConfig = { machineType: "g2-standard-4" };
        resource(CLUSTER, "number", { nodePools: [{ nodeConfig, autoscaling: { minNodeCount: later() } }] });
      },
      found: ["list: nodePools", "pool: nodePools[0]", "number: nodePools[0].autoscaling.minNodeCount"].map(
        (place) => `? ${place} ${NOT_KNOWN}`,
      ),
    },
    {
      what: "a number and a machine type that are not known yet",
      program: () => {
        const launchTemplate = {};
        resource("aws:eks/nodeGroup:NodeGroup", "number", {
          instanceTypes: ["p5.48xlarge"],
          scalingConfig: { minSize: later() },
          launchTemplate,
        });
        resource("azure-native:containerservice:AgentPool", "type", {
          vmSize: resource("test:index:Later", "size").id,
          minCount: 1,
        });
      },
      found: [`? number: scalingConfig.minSize ${NOT_KNOWN}`, `? type: whether its nodes have GPUs ${NOT_KNOWN}`],
    },
    {
      what: "pools from 0 nodes, and pools without GPUs",
      program: () => {
        const launchTemplate = {};
        resource("aws:eks/nodeGroup:NodeGroup", "gpus", {
          instanceTypes: ["g5.xlarge"],
          scalingConfig: { minSize: 0 },
          launchTemplate,
        });
        resource("aws:eks/nodeGroup:NodeGroup", "cpus", {
          instanceTypes: ["m5.large"],
          scalingConfig: { minSize: 2 },
          launchTemplate,
        });
        const nodeConfig = { guestAccelerators: [{ type: "nvidia-l4" }] };
        resource("gcp:container/nodePool:NodePool", "google", { nodeConfig, autoscaling: { totalMinNodeCount: 0 } });
      },
      found: [],
    },
  ],

  "disruption-budgets": [
    {
      what: "several pods of a Deployment, a chart and a model",
      program: () => {
        deployment(container({}), { replicas: 2 });
        budget({ minAvailable: 1, selector: { matchLabels: { app: "other" } } });
        release("chart", { chart: "c", version: "1.0.0", values: { replicaCount: 3, podDisruptionBudget: {} } });
        release("scaled", { chart: "c", version: "1.0.0", values: { autoscaling: { minReplicas: 2 } } });
        model({ replicas: 2, componentSpecs: [{ spec: container({}) }] });
        resource("kubernetes:machinelearning.seldon.io/v1:SeldonDeployment", "prepackaged", {
          spec: { predictors: [{ replicas: 2, graph: { implementation: "SKLEARN_SERVER" } }] },
        });
      },
      found: [
        `prepackaged: spec.predictors[0] ${NO_BUDGET}`,
        `web: spec.replicas ${NO_BUDGET}`,
        `chart: values.replicaCount ${NO_BUDGET}`,
        `scaled: values.autoscaling.minReplicas ${NO_BUDGET}`,
        `iris: spec.predictors[0].componentSpecs[0] ${NO_BUDGET}`,
      ],
    },
    {
      what: "several pods of a chart whose objects Pulumi applies",
      program: () => chart("chart", "c", { replicaCount: 2 }),
      found: [`chart: values.replicaCount ${NO_BUDGET}`],
    },
    {
      what: "a budget that never lets a pod go, also in a model",
      program: () => {
        budget({ maxUnavailable: 0 });
        model({ componentSpecs: [{ spec: container({}), pdbSpec: { minAvailable: "100%" } }] });
      },
      found: ["b: spec", "iris: spec.predictors[0].componentSpecs[0].pdbSpec"].map(
        (place) => `${place} never lets a pod go, so no node can be drained: allow at least one pod to be missing.`,
      ),
    },
    {
      what: "a budget that wants as many pods as there are, also in a model",
      program: () => {
        deployment(container({}), { replicas: 2 });
        budget({ minAvailable: 2 });
        const pods = { spec: container({}), pdbSpec: { minAvailable: 2 } };
        model({ replicas: 2, componentSpecs: [pods] });
      },
      found: ["b: spec", "iris: spec.predictors[0].componentSpecs[0].pdbSpec"].map(
        (place) => `${place} never lets a pod go, so no node can be drained: allow at least one pod to be missing.`,
      ),
    },
    {
      what: "a share of the pods that is all of them, and pods whose number is the default",
      program: () => {
        deployment(container({}), { replicas: 2 });
        budget({ minAvailable: "51%" });
        resource("kubernetes:apps/v1:Deployment", "one", {
          metadata: { namespace: "n" },
          spec: { template: { metadata: { labels: { app: "one" } }, spec: container({}) } },
        });
        budget({ minAvailable: 1, selector: { matchLabels: { app: "one" } } }, "of-one");
      },
      found: ["b", "of-one"].map(
        (name) => `${name}: spec never lets a pod go, so no node can be drained: allow at least one pod to be missing.`,
      ),
    },
    {
      what: "budgets that keep no pod, that select others by an expression, and pods of an autoscaler",
      program: () => {
        deployment(container({}), { replicas: 2 });
        budget({ minAvailable: 0 }, "zero");
        budget({ maxUnavailable: "100%" }, "all");
        budget({}, "empty");
        const matchExpressions = [{ key: "app", operator: "NotIn", values: ["web"] }];
        budget({ maxUnavailable: 1, selector: { matchLabels: { app: "web" }, matchExpressions } }, "others");
        const labelled = (app: string) => ({ template: { metadata: { labels: { app } }, spec: container({}) } });
        const metadata = { namespace: "n", name: "scaled" };
        resource("kubernetes:apps/v1:Deployment", "scaled", { metadata, spec: labelled("scaled") });
        const spec = { minReplicas: 3, scaleTargetRef: { kind: "Deployment", name: "scaled" } };
        resource("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "scaler", { metadata: { namespace: "n" }, spec });
        release("chart", {
          chart: "c",
          version: "1.0.0",
          values: { webhook: { replicas: "2" }, pdb: { create: false } },
        });
      },
      found: [
        `web: spec.replicas ${NO_BUDGET}`,
        `scaled: the autoscaler ${NO_BUDGET}`,
        `chart: values.webhook.replicas ${NO_BUDGET}`,
      ],
    },
    {
      what: "a budget by an expression, one in the default namespace, and a part of a chart that is turned off",
      program: () => {
        deployment(container({}), { replicas: 2 });
        const matchExpressions = [
          { key: "app", operator: "In", values: ["web"] },
          { key: "app", operator: "Exists" },
          { key: "tier", operator: "DoesNotExist" },
        ];
        budget({ maxUnavailable: 1, selector: { matchExpressions } });
        const template = { metadata: { labels: { app: "here" } }, spec: container({}) };
        resource("kubernetes:apps/v1:Deployment", "here", { spec: { replicas: 2, template } });
        const selector = { matchLabels: { app: "here" } };
        const spec = { selector, maxUnavailable: 1 };
        resource("kubernetes:policy/v1:PodDisruptionBudget", "b2", { metadata: { namespace: "default" }, spec });
        const values = { autoscaling: { enabled: false, minReplicas: 2 }, redis: { enabled: false, replicas: 3 } };
        release("chart", { chart: "c", version: "1.0.0", namespace: "other", values });
      },
      found: [],
    },
    {
      what: "a budget for every pod of the namespace",
      program: () => {
        deployment(container({}), { replicas: 2 });
        budget({ maxUnavailable: 1, selector: {} });
      },
      found: [],
    },
    {
      what: "fewer pods that must be there than there are",
      program: () => {
        deployment(container({}), { replicas: 3 });
        budget({ minAvailable: 2 });
      },
      found: [],
    },
    {
      what: "a budget in another cluster, and a number that is not known yet",
      program: () => {
        deployment(container({}), { replicas: 2 }, { provider: provider() });
        budget({ minAvailable: 1 });
        release("chart", { chart: "c", version: "1.0.0", values: { replicas: later() } });
      },
      found: [`web: spec.replicas ${NO_BUDGET}`, `? chart: values.replicas ${NOT_KNOWN}`],
    },
    {
      what: "models and budgets of which a part is not known yet",
      program: () => {
        const MODEL = "kubernetes:machinelearning.seldon.io/v1:SeldonDeployment";
        resource(MODEL, "predictors", { spec: { predictors: later() } });
        resource(MODEL, "predictor", { spec: { predictors: [later()] } });
        resource(MODEL, "specs", { spec: { predictors: [{ componentSpecs: later() }] } });
        resource(MODEL, "pod", { spec: { predictors: [{ componentSpecs: [later()] }] } });
        resource(MODEL, "pdb", { spec: { predictors: [{ replicas: 2, componentSpecs: [{ pdbSpec: later() }] }] } });
        budget({ maxUnavailable: later(), selector: { matchLabels: { app: "other" } } }, "number");
        resource("kubernetes:policy/v1:PodDisruptionBudget", "spec", { spec: later() });
        deployment(container({}), { replicas: 2 });
        budget({ maxUnavailable: 1, selector: later() }, "selector");
      },
      found: [
        ...["predictors: spec.predictors", "predictor: spec.predictors[0]"],
        ...["specs: spec.predictors[0].componentSpecs", "pod: spec.predictors[0].componentSpecs[0]"],
        ...["pdb: spec.predictors[0].componentSpecs[0].pdbSpec", "number: spec", "spec: spec"],
        "web: which budget covers its pods",
      ].map((place) => `? ${place} ${NOT_KNOWN}`),
    },
    {
      what: "one pod, and several with a budget",
      program: () => {
        deployment(container({}), { replicas: 2 });
        budget({ maxUnavailable: 1 });
        release("one", { chart: "c", version: "1.0.0", values: { replicas: 1 } });
        release("own", {
          chart: "c",
          version: "1.0.0",
          values: { replicas: 3, podDisruptionBudget: { minAvailable: 1 } },
        });
        release("beside", { chart: "c", version: "1.0.0", namespace: "n", values: { replicas: 3 } });
        model({ replicas: 2, componentSpecs: [{ spec: container({}), pdbSpec: { maxUnavailable: 1 } }] });
      },
      found: [],
    },
  ],

  "deletion-protection": [
    {
      what: "a cluster, a database, a claim and a bucket that is emptied",
      program: () => {
        resource("aws:eks/cluster:Cluster", "cluster", { vpcConfig: { endpointPublicAccess: false } });
        resource("gcp:sql/databaseInstance:DatabaseInstance", "database", { deletionProtection: false });
        resource("azure-native:storage:StorageAccount", "account");
        resource("aws:s3/bucket:Bucket", "bucket", { forceDestroy: true });
        resource("aws:s3/bucketV2:BucketV2", "older", { forceDestroy: true });
        resource("kubernetes:core/v1:PersistentVolumeClaim", "claim");
        const persistentVolumeClaimRetentionPolicy = { whenDeleted: "Delete" };
        resource("kubernetes:apps/v1:StatefulSet", "set", { spec: { persistentVolumeClaimRetentionPolicy } });
      },
      found: ["cluster", "database", "account", "bucket", "older", "claim", "set"].map(
        (name) => `${name}: ${UNPROTECTED}`,
      ),
    },
    {
      what: "types of one API version, and further databases and file systems",
      program: () => {
        resource("azure-native:storage/v20250801:StorageAccount", "version");
        resource("azure-native:cosmosdb:DatabaseAccount", "documents");
        resource("aws:docdb/cluster:Cluster", "docdb");
        resource("aws:fsx/lustreFileSystem:LustreFileSystem", "lustre");
        resource("gcp:bigquery/dataset:Dataset", "tables", { deleteContentsOnDestroy: true });
      },
      found: ["version", "documents", "docdb", "lustre", "tables"].map((name) => `${name}: ${UNPROTECTED}`),
    },
    {
      what: "a database whose protection is not known yet",
      program: () =>
        resource("aws:rds/instance:Instance", "database", { storageEncrypted: true, deletionProtection: later() }),
      found: [`? database: deletionProtection ${NOT_KNOWN}`],
    },
    {
      what: "what the cloud or Pulumi protects, what is kept on destroy, and a bucket that is not emptied",
      program: () => {
        resource("aws:eks/cluster:Cluster", "cluster", {
          deletionProtection: true,
          vpcConfig: { endpointPublicAccess: false },
        });
        resource("gcp:sql/databaseInstance:DatabaseInstance", "database");
        resource("azure-native:storage:StorageAccount", "account", {}, { protect: true });
        resource("kubernetes:core/v1:PersistentVolumeClaim", "claim", {}, { retainOnDelete: true });
        resource("aws:s3/bucket:Bucket", "bucket");
        resource("kubernetes:apps/v1:StatefulSet", "set", { spec: {} });
      },
      found: [],
    },
    {
      what: "a cluster and a bucket whose components write it out",
      program: () => {
        const cluster = new Component("MlCluster", { deletionProtection: false });
        resource("aws:eks/cluster:Cluster", "c", { vpcConfig: { endpointPublicAccess: false } }, { parent: cluster });
        const store = new Component("PachydermStore", { deleteData: true });
        resource("aws:s3/bucket:Bucket", "bucket", { forceDestroy: true }, { parent: store });
      },
      found: [],
    },
  ],
};

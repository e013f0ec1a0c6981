import * as pulumi from "@pulumi/pulumi";
import {
  Component,
  NOT_KNOWN,
  chart,
  later,
  provider,
  release,
  resource,
  type RuleProgram,
  type Inputs,
} from "./program";

/** A Service that is a load balancer. */
const loadBalancer = (inputs: Inputs = {}, opts: pulumi.CustomResourceOptions = {}) =>
  resource("kubernetes:core/v1:Service", "web", { spec: { type: "LoadBalancer", ...inputs } }, opts);

const NOT_PUBLIC =
  "write the ranges that may reach it, or make it internal. In a component of this package, allowPublic: true writes it out.";

export const noPublicAccess: readonly RuleProgram[] = [
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
];

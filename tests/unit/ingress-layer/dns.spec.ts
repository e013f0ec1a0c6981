import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  AcmeChallenge,
  IngressLayer,
  MlCluster,
  ServiceType,
  type DnsArgs,
  type IngressLayerArgs,
  type WorkloadIdentity,
} from "../../../components";
import { deploy, type Deployed } from "../../helpers/deploy";
import { everythingBefore } from "../../helpers/outlives";
import { kubeconfig } from "../kubeconfig";
import { refusal } from "../refusal";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const ROLE = "aws:iam/role:Role";
const ISSUER = "kubernetes:cert-manager.io/v1:ClusterIssuer";
const UUID = "01234567-89ab-cdef-0123-456789abcdef";
const ROLE_ARN = "arn:aws:iam::111122223333:role/dns";
const ISSUER_HOST = "oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF";
const IDENTITY = {
  oidcIssuer: `https://${ISSUER_HOST}`,
  providerArn: `arn:aws:iam::111122223333:oidc-provider/${ISSUER_HOST}`,
};

const PREFIX = "external-dns.alpha.kubernetes.io/";

const hosts = ["models.example.org", "*.ml.example.org"];
const zones = { "example.org": "Z0123456789ABCDEFGHIJ", "ml.example.org": "Z1123456789ABCDEFGHIJ" };
const names = Object.keys(zones);
const route53 = { zones, roleArn: ROLE_ARN };
const cloudDns = { zones: names, project: "my-project", serviceAccount: "dns@my-project.iam.gserviceaccount.com" };
const azureDns = { zones: names, subscriptionId: UUID, resourceGroup: "dns", tenantId: UUID, clientId: UUID };
const DNS01 = { letsEncrypt: { email: "ml@example.org", challenge: AcmeChallenge.Dns01 } };

const create = (args: Partial<IngressLayerArgs>, identity?: pulumi.Input<WorkloadIdentity>, name = "ingress"): void => {
  const existing = { kubeconfig, context: "dev", ...(identity === undefined ? {} : { identity }) };
  const cluster = new MlCluster("ml", { existing, kubernetesVersion: "1.35" });
  new IngressLayer(name, { cluster, istio: {}, allowPublic: true, hosts, ...args }, { provider: cluster.provider });
};

const layer = (args: Partial<IngressLayerArgs>, identity?: WorkloadIdentity): Promise<Deployed> =>
  deploy(() => create(args, identity));

const values = (graph: Deployed, name: string) =>
  graph.byName(RELEASE, name).inputs.values["values"] as Record<string, unknown>;
const accountOf = (graph: Deployed, name: string) => values(graph, name)["serviceAccount"];
const inputs = (graph: Deployed, type: string, name: string) => graph.byName(type, name).inputs.values;
const json = (text: unknown): unknown => JSON.parse(text as string);
const solvers = (graph: Deployed) =>
  (inputs(graph, ISSUER, "ingress-lets-encrypt")["spec"] as { acme: { solvers: unknown } }).acme.solvers;
const annotations = (graph: Deployed) =>
  (values(graph, "ingress-gateway")["service"] as { annotations?: Record<string, string> }).annotations;

describe("IngressLayer with dns", () => {
  it("installs an external-dns that writes the records of its own Service in these zones only", async () => {
    const graph = await layer({ dns: { route53 } });
    const { name, namespace } = inputs(graph, RELEASE, "ingress-external-dns");
    assert.deepEqual({ name, namespace }, { name: "external-dns", namespace: "istio-system-dns" });
    assert.deepEqual(values(graph, "ingress-external-dns"), {
      fullnameOverride: "istio-system-dns",
      serviceAccount: { name: "external-dns", annotations: { "eks.amazonaws.com/role-arn": ROLE_ARN } },
      sources: ["service"],
      annotationFilter: "mlplatform/external-dns=istio-system",
      domainFilters: ["example.org", "ml.example.org"],
      policy: "sync",
      triggerLoopOnEvent: true,
      txtOwnerId: "istio-system/000000000000400080000000000000aa",
      txtPrefix: "%{record_type}-owner.",
      provider: { name: "aws" },
      extraArgs: {
        "txt-wildcard-replacement": "wildcard",
        "zone-id-filter": ["Z0123456789ABCDEFGHIJ", "Z1123456789ABCDEFGHIJ"],
      },
    });
    assert.deepEqual(annotations(graph), {
      "mlplatform/external-dns": "istio-system",
      "external-dns.alpha.kubernetes.io/hostname": "models.example.org,*.ml.example.org",
    });
    assert.equal(graph.ofType(ROLE).length, 0);
  });

  it("owns its records by the id of the cluster, because another cluster can have the same name", async () => {
    const graph = await deploy(() => create({ dns: { route53 } }), {
      outputs: (type, name, { metadata }) =>
        type === "kubernetes:core/v1:Namespace" && name === "ingress-cluster"
          ? { outputs: { metadata: { ...(metadata as object), uid: "11111111-2222-4333-8444-555555555555" } } }
          : undefined,
    });
    assert.equal(values(graph, "ingress-external-dns")["txtOwnerId"], "istio-system/11111111222243338444555555555555");
    const read = graph.byName("kubernetes:core/v1:Namespace", "ingress-cluster");
    assert.equal(read.read, true);
    assert.deepEqual(read.inputs.values["metadata"], { name: "kube-system" });
  });

  it("knows the owner of its records only when the cluster can be asked", async () => {
    const graph = await deploy(() => create({ dns: { route53 } }), { preview: true });
    const { unknowns } = graph.byName(RELEASE, "ingress-external-dns").inputs;
    assert.deepEqual(unknowns, ["values.txtOwnerId"]);
  });

  it("passes on the annotations of external-dns that change no more than its records' properties", async () => {
    const kept = { ttl: "5m", controller: "dns-controller", "set-identifier": "eu", "aws-weight": "10" };
    const service = {
      annotations: Object.fromEntries(Object.entries(kept).map(([key, value]) => [PREFIX + key, value])),
    };
    const found = annotations(await layer({ dns: { route53 }, service }));
    assert.equal(found?.[`${PREFIX}aws-weight`], "10");
  });

  it("lets another external-dns read its annotations if it writes no records itself", async () => {
    const target = { [`${PREFIX}target`]: "192.0.2.1" };
    const found = annotations(await layer({ service: { annotations: target } }));
    assert.deepEqual(found, target);
  });

  it("refuses annotations in the facts of the cluster that lead its records elsewhere", async () => {
    const facts = (given: pulumi.Input<Record<string, string>>) => () => {
      const existing = { kubeconfig, context: "dev", loadBalancerAnnotations: given };
      const cluster = new MlCluster("ml", { existing, kubernetesVersion: "1.35" });
      const args = { cluster, istio: {}, allowPublic: true, hosts, dns: { route53 } };
      new IngressLayer("ingress", args, { provider: cluster.provider });
    };
    const wrong = { [`${PREFIX}target`]: "192.0.2.1" };
    const [problem, ...others] = await refusal(facts(wrong));
    assert.deepEqual(others, []);
    assert.equal(problem?.path, `cluster.loadBalancerAnnotations.${PREFIX}target`);
    await assert.rejects(deploy(facts(pulumi.output(wrong))), /io\/target: leads the records to another address/);
  });

  it("keeps records if it is told to", async () => {
    const graph = await layer({ dns: { route53, keepRecords: true } });
    assert.equal(values(graph, "ingress-external-dns")["policy"], "upsert-only");
  });

  it("labels the namespace and the objects of external-dns", async () => {
    const graph = await layer({ dns: { route53 }, labels: { team: "ml" } });
    assert.deepEqual(values(graph, "ingress-external-dns")["commonLabels"], { team: "ml" });
    const { metadata } = inputs(graph, "kubernetes:core/v1:Namespace", "ingress-external-dns-namespace");
    assert.deepEqual(metadata, { name: "istio-system-dns", labels: { team: "ml" } });
  });

  it("writes no records if it is told not to", async () => {
    const graph = await layer({ dns: { route53, records: false }, tls: DNS01 });
    assert.deepEqual(
      graph.resources.filter(({ name }) => name.includes("external-dns")),
      [],
    );
    assert.deepEqual(annotations(graph), {});
  });

  it("logs in to Google Cloud as the service account", async () => {
    const { serviceAccount, provider, extraArgs } = values(await layer({ dns: { cloudDns } }), "ingress-external-dns");
    assert.deepEqual(serviceAccount, {
      name: "external-dns",
      annotations: { "iam.gke.io/gcp-service-account": "dns@my-project.iam.gserviceaccount.com" },
    });
    assert.deepEqual(provider, { name: "google" });
    assert.deepEqual(extraArgs, { "txt-wildcard-replacement": "wildcard", "google-project": "my-project" });
  });

  it("logs in to Azure as the managed identity", async () => {
    const found = values(await layer({ dns: { azureDns } }), "ingress-external-dns");
    assert.deepEqual(found["serviceAccount"], {
      name: "external-dns",
      annotations: { "azure.workload.identity/client-id": UUID },
    });
    assert.deepEqual(found["podLabels"], { "azure.workload.identity/use": "true" });
    assert.deepEqual(found["provider"], { name: "azure" });
    const { enabled, mountPath, data } = found["secretConfiguration"] as { data: Record<string, string> } & Record<
      string,
      unknown
    >;
    assert.deepEqual({ enabled, mountPath }, { enabled: true, mountPath: "/etc/kubernetes" });
    assert.deepEqual(json(data["azure.json"]), {
      tenantId: UUID,
      subscriptionId: UUID,
      resourceGroup: "dns",
      useWorkloadIdentityExtension: true,
    });
  });

  it("keeps external-dns until the gateway's Service and its namespace are gone", async () => {
    const graph = await layer({ dns: { route53 } });
    const externalDns = graph.byName(RELEASE, "ingress-external-dns");
    for (const [type, name] of [
      [RELEASE, "ingress-gateway"],
      ["kubernetes:core/v1:Namespace", "ingress-namespace"],
    ] as const) {
      assert.ok(everythingBefore(graph, graph.byName(type, name)).has(externalDns.urn), name);
    }
  });
});

describe("IngressLayer with challenges by records in DNS", () => {
  const certManager = async (dns: DnsArgs) => {
    const graph = await layer({ dns, tls: DNS01 });
    return { solvers: solvers(graph), account: accountOf(graph, "ingress-cert-manager"), graph };
  };

  it("solves them in the hosted zone of each host", async () => {
    const found = await certManager({ route53 });
    assert.deepEqual(found.solvers, [
      { selector: { dnsZones: ["example.org"] }, dns01: { route53: { hostedZoneID: "Z0123456789ABCDEFGHIJ" } } },
      { selector: { dnsZones: ["ml.example.org"] }, dns01: { route53: { hostedZoneID: "Z1123456789ABCDEFGHIJ" } } },
    ]);
    assert.deepEqual(found.account, { annotations: { "eks.amazonaws.com/role-arn": ROLE_ARN } });
  });

  it("solves them in Cloud DNS", async () => {
    const found = await certManager({ cloudDns });
    assert.deepEqual(found.solvers, [
      { selector: { dnsZones: names }, dns01: { cloudDNS: { project: "my-project" } } },
    ]);
    assert.deepEqual(found.account, {
      annotations: { "iam.gke.io/gcp-service-account": "dns@my-project.iam.gserviceaccount.com" },
    });
  });

  it("solves them in Azure DNS", async () => {
    const { solvers, account, graph } = await certManager({ azureDns });
    assert.deepEqual(
      solvers,
      names.map((zone) => ({
        selector: { dnsZones: [zone] },
        dns01: {
          azureDNS: {
            subscriptionID: UUID,
            resourceGroupName: "dns",
            hostedZoneName: zone,
            managedIdentity: { clientID: UUID },
          },
        },
      })),
    );
    assert.deepEqual(account, { annotations: { "azure.workload.identity/client-id": UUID } });
    assert.deepEqual(values(graph, "ingress-cert-manager")["podLabels"], { "azure.workload.identity/use": "true" });
  });

  it("leaves a cert-manager that exists alone", async () => {
    const graph = await layer({ dns: { cloudDns, records: false }, tls: { ...DNS01, certManagerExists: true } });
    assert.deepEqual(
      graph
        .ofType(RELEASE)
        .map(({ name }) => name)
        .sort(),
      ["ingress-gateway", "ingress-istio-base", "ingress-istiod"],
    );
  });

  it("gives cert-manager no access to zones for challenges by HTTP", async () => {
    const graph = await layer({
      hosts: ["models.example.org"],
      dns: { route53 },
      tls: { letsEncrypt: { email: "ml@example.org" } },
    });
    assert.equal(accountOf(graph, "ingress-cert-manager"), undefined);
    assert.match(JSON.stringify(solvers(graph)), /http01/);
  });
});

describe("IngressLayer with Route 53 and no role", () => {
  const arns = [
    "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ",
    "arn:aws:route53:::hostedzone/Z1123456789ABCDEFGHIJ",
  ];
  const allow = (Action: string[], Resource: string | string[], more = {}) => ({
    Effect: "Allow",
    Action,
    Resource,
    ...more,
  });
  const policies: Record<string, unknown[]> = {
    "ingress-external-dns-role": [
      allow(["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"], arns),
      allow(["route53:ListHostedZones"], "*"),
    ],
    "ingress-cert-manager-role": [
      allow(["route53:GetChange"], "arn:aws:route53:::change/*"),
      allow(["route53:ListResourceRecordSets"], arns),
      allow(["route53:ChangeResourceRecordSets"], arns, {
        Condition: { "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"] } },
      }),
    ],
  };
  const accounts: Record<string, string> = {
    "ingress-external-dns-role": "system:serviceaccount:istio-system-dns:external-dns",
    "ingress-cert-manager-role": "system:serviceaccount:cert-manager:cert-manager",
  };
  let graph: Deployed;
  before(async () => {
    graph = await layer({ dns: { route53: { zones } }, tls: DNS01 }, IDENTITY);
  });

  for (const [name, Statement] of Object.entries(policies)) {
    it(`creates ${name}, limited to these zones`, () => {
      const { policy } = inputs(graph, "aws:iam/rolePolicy:RolePolicy", name);
      assert.deepEqual(json(policy), { Version: "2012-10-17", Statement });
    });

    it(`lets only one service account of this cluster use ${name}`, () => {
      const { assumeRolePolicy } = inputs(graph, ROLE, name);
      assert.deepEqual(json(assumeRolePolicy), {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Federated: IDENTITY.providerArn },
            Action: ["sts:AssumeRoleWithWebIdentity"],
            Condition: {
              StringEquals: { [`${ISSUER_HOST}:aud`]: "sts.amazonaws.com", [`${ISSUER_HOST}:sub`]: accounts[name] },
            },
          },
        ],
      });
    });

    it(`starts the pods when ${name} has its permissions`, () => {
      const release = graph.byName(RELEASE, name.replace("-role", ""));
      assert.ok(release.dependencies.includes(graph.byName("aws:iam/rolePolicy:RolePolicy", name).urn));
    });
  }

  it("names the created roles in the service accounts", async () => {
    const known = await deploy(() => create({ dns: { route53: { zones } }, tls: DNS01 }, IDENTITY), {
      outputs: (type, name) =>
        type === ROLE ? { outputs: { arn: `arn:aws:iam::111122223333:role/${name}` } } : undefined,
    });
    const arnOf = (name: string) => ({ "eks.amazonaws.com/role-arn": `arn:aws:iam::111122223333:role/${name}` });
    assert.deepEqual(accountOf(known, "ingress-external-dns"), {
      name: "external-dns",
      annotations: arnOf("ingress-external-dns-role"),
    });
    assert.deepEqual(accountOf(known, "ingress-cert-manager"), { annotations: arnOf("ingress-cert-manager-role") });
  });

  it("creates them with a provider for the cluster's region if the stack names none", () => {
    assert.equal(inputs(graph, "pulumi:providers:aws", "ingress-aws")["region"], "eu-central-1");
  });

  it("creates no role for pods that are not installed", async () => {
    const own = await layer({ dns: { route53: { zones } } }, IDENTITY);
    assert.deepEqual(
      own.ofType(ROLE).map(({ name }) => name),
      ["ingress-external-dns-role"],
    );
  });

  it("is refused when the cluster turns out to have no such identity", async () => {
    await assert.rejects(
      deploy(() => create({ dns: { route53: { zones } } }, pulumi.output(Promise.resolve({ project: "p" })))),
      /IngressLayer "ingress".*\n.*dns\.route53\.roleArn.*is missing, and no role can be created/,
    );
  });
});

describe("IngressLayer refuses dns", () => {
  type Row = [title: string, args: Partial<IngressLayerArgs>, path: string, reason: RegExp];
  const dns = (args: DnsArgs): Partial<IngressLayerArgs> => ({ dns: args });
  const rows: Row[] = [
    ["without a DNS service", dns({}), "dns", /none was given; fill exactly one of route53, cloudDns, azureDns/],
    ["with two DNS services", dns({ route53, cloudDns }), "dns", /2 were given \(route53, cloudDns\)/],
    ["without zones", dns({ route53: { ...route53, zones: {} } }), "dns.route53.zones", /is empty. Write the zones/],
    [
      "with a zone that is no DNS name",
      dns({ cloudDns: { ...cloudDns, zones: ["my_zone"] } }),
      "dns.cloudDns.zones[0]",
      /"my_zone" is not the name of a DNS zone/,
    ],
    [
      "with a zone with a wildcard",
      dns({ azureDns: { ...azureDns, zones: ["*.example.org"] } }),
      "dns.azureDns.zones[0]",
      /is not the name of a DNS zone/,
    ],
    [
      "with a zone with a dot at its end",
      dns({ cloudDns: { ...cloudDns, zones: ["example.org."] } }),
      "dns.cloudDns.zones[0]",
      /without a dot at its end/,
    ],
    [
      "with a zone that is listed twice",
      dns({ cloudDns: { ...cloudDns, zones: ["example.org", "example.org"] } }),
      "dns.cloudDns.zones[1]",
      /is listed twice/,
    ],
    [
      "with the key of a zone that is no DNS name",
      dns({ route53: { zones: { Example: "Z0123456789ABCDEFGHIJ" } } }),
      "dns.route53.zones.Example",
      /"Example" is not the name of a DNS zone/,
    ],
    [
      "with a malformed id of a hosted zone",
      dns({ route53: { ...route53, zones: { "example.org": "z0123" } } }),
      "dns.route53.zones.example.org",
      /"z0123" is not the id of a hosted zone/,
    ],
    [
      "with the path of a hosted zone",
      dns({ route53: { ...route53, zones: { "example.org": "/hostedzone/Z0123" } } }),
      "dns.route53.zones.example.org",
      /write Z0123\./,
    ],
    [
      "with a malformed role",
      dns({ route53: { zones, roleArn: "dns" } }),
      "dns.route53.roleArn",
      /"dns" is not the ARN of an IAM role/,
    ],
    [
      "with a malformed project",
      dns({ cloudDns: { ...cloudDns, project: "My Project" } }),
      "dns.cloudDns.project",
      /"My Project" is not the id of a project/,
    ],
    [
      "with a malformed service account",
      dns({ cloudDns: { ...cloudDns, serviceAccount: "dns" } }),
      "dns.cloudDns.serviceAccount",
      /"dns" is not the e-mail address/,
    ],
    ...(["subscriptionId", "tenantId", "clientId"] as const).map((field): Row => [
      `with a malformed ${field}`,
      dns({ azureDns: { ...azureDns, [field]: "1234" } }),
      `dns.azureDns.${field}`,
      /"1234" is not a UUID/,
    ]),
    [
      "with a malformed resource group",
      dns({ azureDns: { ...azureDns, resourceGroup: "dns." } }),
      "dns.azureDns.resourceGroup",
      /"dns\." is not the name of a resource group/,
    ],
    [
      "that would do nothing",
      dns({ cloudDns, records: false }),
      "dns",
      /has no effect: dns\.records is false, and no certificate uses Dns01/,
    ],
    ["without hosts", { dns: { route53 }, hosts: undefined }, "hosts", /is empty, and dns writes records/],
    [
      "with a host outside the zones",
      { dns: { route53 }, hosts: ["models.example.org", "models.badexample.org"] },
      "hosts[1]",
      /"models\.badexample\.org" is in none of the zones of dns \(example\.org, ml\.example\.org\)/,
    ],
    [
      "with records that are kept but not written",
      { dns: { cloudDns, records: false, keepRecords: true }, tls: DNS01 },
      "dns.keepRecords",
      /has no effect, because dns.records is false/,
    ],
    [
      "for a gateway without a load balancer",
      { dns: { route53 }, service: { type: ServiceType.NodePort }, allowPublic: undefined },
      "dns",
      /service.type is NodePort. Choose LoadBalancer, or write dns.records: false/,
    ],
    [
      "with a role that no pod uses",
      { dns: { route53, records: false }, tls: { ...DNS01, certManagerExists: true } },
      "dns.route53.roleArn",
      /has no effect/,
    ],
    [
      "with a managed identity that no pod uses",
      { dns: { azureDns, records: false }, tls: { ...DNS01, certManagerExists: true } },
      "dns.azureDns.clientId",
      /has no effect/,
    ],
    [
      "for a cluster from whose pods no role can be used",
      dns({ route53: { zones } }),
      "dns.route53.roleArn",
      /cluster.identity has no OIDC issuer of the cluster with its IAM provider/,
    ],
    [
      "beside an annotation that names hosts",
      {
        dns: { route53 },
        service: { annotations: { "external-dns.alpha.kubernetes.io/hostname": "other.example.org" } },
      },
      "service.annotations.external-dns.alpha.kubernetes.io/hostname",
      /would change which records are written, which hosts and dns decide/,
    ],
    ...(
      [
        ["target", "192.0.2.1", /leads the records to another address/],
        ["internal-hostname", "models.example.org", /leads records to an address inside the cluster/],
        ["controller", "other", /"other" makes external-dns ignore the gateway/],
        ["record-type", "ptr", /asks for records of another type/],
        ["access", "public", /is not read for a load balancer with route53/],
        ["targets", "192.0.2.1", /is not read for a load balancer with route53/],
        ["azure-tags", "a=b", /is not read for a load balancer with route53/],
        ["ttl", "soon", /"soon" is not a time to live: seconds, or a number with a unit, such as 60 or 5m/],
        ["ttl", "0", /"0" is not a time to live/],
      ] as const
    ).map(([key, value, reason]): Row => [
      `beside the annotation ${key}: "${value}" of external-dns`,
      { dns: { route53 }, service: { annotations: { [`${PREFIX}${key}`]: value } } },
      `service.annotations.${PREFIX}${key}`,
      reason,
    ]),
    [
      "of Cloud DNS beside an annotation for Route 53",
      { dns: { cloudDns }, service: { annotations: { [`${PREFIX}aws-weight`]: "10" } } },
      `service.annotations.${PREFIX}aws-weight`,
      /is not read for a load balancer with cloudDns/,
    ],
    [
      "beside an annotation with the prefix of later versions of external-dns",
      { dns: { route53 }, service: { annotations: { "external-dns.kubernetes.io/target": "192.0.2.1" } } },
      "service.annotations.external-dns.kubernetes.io/target",
      /leads the records to another address/,
    ],
    [
      "of another layer by the annotation of its external-dns",
      { service: { annotations: { "mlplatform/external-dns": "istio-system" } } },
      "service.annotations.mlplatform/external-dns",
      /chooses an external-dns, which only dns may do/,
    ],
    [
      "of another layer by a Service of a chart",
      {
        dns: { route53 },
        charts: { istiod: { values: { serviceAnnotations: { "mlplatform/external-dns": "istio-system" } } } },
      },
      "charts.istiod.values.serviceAnnotations.mlplatform/external-dns",
      /chooses an external-dns, which only dns may do/,
    ],
    [
      "beside a flag of external-dns in its environment",
      {
        dns: { route53 },
        charts: {
          "external-dns": { values: { env: [{ name: "EXTERNAL_DNS_DEFAULT_TARGETS", value: "192.0.2.1" }] } },
        },
      },
      "charts.external-dns.values.env[0].name",
      /is a flag of external-dns\. Write it below extraArgs/,
    ],
    ...["excludeDomains", "managedRecordTypes"].map((key): Row => [
      `beside ${key} of external-dns, with which it would leave out records`,
      { dns: { route53 }, charts: { "external-dns": { values: { [key]: ["CNAME"] } } } },
      `charts.external-dns.values.${key}`,
      /would leave out records of hosts/,
    ]),
    [
      "in a namespace with a very long name",
      { dns: { route53 }, namespace: { name: "n".repeat(60) } },
      "namespace.name",
      /Use at most 59 characters/,
    ],
    [
      "against values of the chart",
      { dns: { route53 }, charts: { "external-dns": { values: { policy: "upsert-only" } } } },
      "charts.external-dns.values.policy",
      /contradicts dns.keepRecords/,
    ],
    [
      "with another identity for cert-manager",
      {
        dns: { route53 },
        tls: DNS01,
        charts: {
          "cert-manager": { values: { serviceAccount: { annotations: { "eks.amazonaws.com/role-arn": "other" } } } },
        },
      },
      "charts.cert-manager.values.serviceAccount.annotations",
      /contradicts dns.route53.roleArn/,
    ],
    ...["txt-owner-id", "annotation-filter", "source", "registry"].map((flag): Row => [
      `against the flag ${flag} of external-dns`,
      { dns: { route53 }, charts: { "external-dns": { values: { extraArgs: { [flag]: "other" } } } } },
      `charts.external-dns.values.extraArgs.${flag}`,
      /is a flag that the chart sets from other values, so write those\. Leave it out\./,
    ]),
    ...["default-targets", "fqdn-template", "service-type-filter", "exclude-record-types", "webhook-server"].map(
      (flag): Row => [
        `against the flag ${flag} of external-dns, which changes what it writes`,
        { dns: { route53 }, charts: { "external-dns": { values: { extraArgs: { [flag]: "other" } } } } },
        `charts.external-dns.values.extraArgs.${flag}`,
        /would change which records are written, which hosts and dns decide\. Leave it out\./,
      ],
    ),
    [
      "with a version of external-dns that is not tested",
      { dns: { route53 }, charts: { "external-dns": { version: "1.0.0" } } },
      "charts.external-dns.version",
      /is not the version we test \(1\.21\.1\)/,
    ],
  ];
  for (const [title, args, path, reason] of rows) {
    it(title, async () => {
      const problems = await refusal(() => {
        create(args);
      });
      const found = problems.filter((problem) => problem.path === path);
      assert.equal(problems.length, 1, JSON.stringify(problems));
      assert.match(found.map((problem) => problem.reason).join(), reason);
    });
  }

  it("by challenges in DNS without it", async () => {
    const problems = await refusal(() => {
      create({ tls: DNS01 });
    });
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["tls.letsEncrypt.challenge"],
    );
    assert.match(String(problems[0]?.reason), /Write dns too/);
  });
});

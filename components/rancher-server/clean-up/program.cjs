// @ts-check
"use strict";

/*
 * Removes what Rancher left in a cluster after its chart was uninstalled, or checks that this can be done later. Its text is part of the
 * state (command.ts), so it requires nothing but Node.
 *
 * Its argument is the text of the command, of which the first word says what to do: `check` or `clean`. It speaks to the API server
 * through `kubectl proxy`, because kubectl knows every login plugin. The proxy listens at a socket in a private folder.
 *
 * It repeats rounds of looking and removing until nothing of Rancher is left: Rancher's pods, while they end, create again what was
 * removed. The order within a round matters. Webhooks of Rancher refuse changes when nothing answers them, its APIService keeps every
 * namespace from being deleted, and finalizers wait for controllers that are gone. What Rancher creates, and how it marks it, is in its
 * source: pkg/namespace, pkg/data, pkg/fleet/const.go, pkg/controllers/management/auth/project_cluster/common.go (v2.15).
 */
const { spawn, spawnSync } = require("node:child_process");
const { mkdtempSync, rmSync } = require("node:fs");
const { request } = require("node:http");
const { constants, tmpdir } = require("node:os");
const path = require("node:path");

/**
 * Metadata of an object.
 *
 * @typedef {object} Metadata
 * @property {string} name
 * @property {string} [namespace]
 * @property {string} [resourceVersion]
 * @property {string} [deletionTimestamp]
 * @property {string[]} [finalizers]
 * @property {Record<string, string>} [labels]
 * @property {Record<string, string>} [annotations]
 * @property {{ apiVersion: string }[]} [ownerReferences]
 */

/**
 * What is read of an APIService and of a definition.
 *
 * @typedef {object} Spec
 * @property {{ namespace: string } | null} [service]
 * @property {string} group
 * @property {{ plural: string, kind: string }} names
 * @property {{ name: string, storage: boolean }[]} versions
 * @property {{ strategy: string, webhook?: { clientConfig?: { service?: { namespace: string } } } }} [conversion]
 */

/**
 * An object, of which more than the metadata is known only where that was asked for.
 *
 * @typedef {object} KubernetesObject
 * @property {Metadata} metadata
 * @property {Spec} spec
 * @property {{ conditions?: { status: string, message: string }[] }} [status]
 * @property {{ clientConfig: { service?: { namespace: string } } }[]} [webhooks]
 * @property {{ kind: string, namespace?: string }[]} [subjects]
 */

/**
 * A page of a list.
 *
 * @typedef {{ items?: KubernetesObject[], metadata?: { continue?: string } } | undefined} Page
 */

/**
 * A group in the aggregated discovery.
 *
 * @typedef {object} Group
 * @property {{ name?: string }} [metadata]
 * @property {{ version: string, freshness: string, resources: GroupResource[] }[]} versions
 */
/** @typedef {{ resource: string, responseKind: { kind: string }, verbs: string[] }} GroupResource */

/** @typedef {{ group: string, version: string, plural: string, kind: string }} Kind */

/**
 * Something of Rancher that is still there, and how to remove it.
 *
 * @typedef {object} Leftover
 * @property {string} what such as `Namespace fleet-local`
 * @property {string} [why] what keeps it there, as far as its object tells
 * @property {() => Promise<unknown>} [remove] absent if it goes by itself
 */

const [step = ""] = (process.argv[1] ?? "").split(" ");
const kubeconfig = process.env["MLPLATFORM_RANCHER_KUBECONFIG"] ?? "";
const seconds = Number(process.env["MLPLATFORM_RANCHER_SECONDS"]);
const skipUnreachable =
  process.env["MLPLATFORM_RANCHER_SKIP_UNREACHABLE"] === "true" ||
  process.env["PULUMI_K8S_DELETE_UNREACHABLE"] === "true";
// No other process needs it.
delete process.env["MLPLATFORM_RANCHER_KUBECONFIG"];

const end = Date.now() + seconds * 1000;
/** The last look takes a part of the time. Nothing is removed then. */
const lastLook = end - Math.min(15, seconds / 5) * 1000;
/** The API server waits at most 30 s for a webhook, and its answer names it. */
const REQUEST_MS = 35_000;
const AT_ONCE = 8;

const HOME = "cattle-system";

/** Namespaces that Rancher itself creates. Those of apps that users installed with it, such as monitoring, are the users'. */
const NAMESPACES = new Set([
  ...[HOME, "cattle-capi-system", "cattle-fleet-clusters-system", "cattle-fleet-local-system", "cattle-fleet-system"],
  ...["cattle-global-data", "cattle-global-nt", "cattle-impersonation-system", "cattle-local-user-passwords"],
  ...["cattle-oidc-client-secrets", "cattle-oidc-codes", "cattle-provisioning-capi-system", "cattle-scc-system"],
  ...["cattle-tokens", "cattle-turtles-system", "cattle-ui-plugin-system"],
  ...["fleet-default", "fleet-local", "fleet-system", "rancher-operator-system"],
]);

/** @param {string} line */
const say = (line) => void process.stderr.write(`${line}\n`);

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Refusal extends Error {}

/** An answer of the API server that is an error. */
class ApiError extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const NO_KUBECTL =
  "kubectl was not found on the PATH, with which Rancher's remains are removed on destroy. Install it (https://kubernetes.io/docs/tasks/tools/), or write cleanUp: { enabled: false }.";

function check() {
  if (process.platform === "win32") {
    throw new Refusal(
      "the clean-up of Rancher does not run on Windows. Run Pulumi inside of WSL 2, or write cleanUp: { enabled: false }.",
    );
  }
  if (spawnSync("kubectl", ["version", "--client"], { encoding: "utf8" }).status !== 0) throw new Refusal(NO_KUBECTL);
}

/** Where the proxy listens. Only this user can open the folder. */
const folder = step === "clean" ? mkdtempSync(path.join(tmpdir(), "mlplatform-rancher-")) : "";
const socketPath = path.join(folder, "s");
const pipePath = path.join(folder, "kubeconfig");

/**
 * kubectl reads the kubeconfig from a named pipe, so no file has it. The kubectl of Google's SDK reads it twice: once itself, and once as
 * the version that it then runs (528.0.0, 1.32.4-dispatcher). So each reader gets a pipe of its own: the next one is in its place before
 * the text is written. The shell ends the proxy when its file 3 ends, also if this process is killed.
 */
const PROXY = `
kubeconfig=$(cat)
mkfifo "$2" || { echo ended; exit; }
{ kubectl proxy --kubeconfig="$2" --unix-socket="$1" </dev/null; echo ended; } &
{ cat <&3 >/dev/null; kill 0; } &
trap "" PIPE
while exec 4>"$2"; do
  mkfifo "$2.next" && mv -f "$2.next" "$2"
  printf '%s\\n' "$kubeconfig" >&4
  exec 4>&-
done
`;

/** @type {import("node:child_process").ChildProcess | undefined} */
let proxy;

/** @returns {Promise<void>} */
function startProxy() {
  const child = spawn("sh", ["-c", PROXY, "sh", socketPath, pipePath], {
    detached: true,
    stdio: ["pipe", "pipe", "pipe", "pipe"],
  });
  proxy = child;
  child.stdin.on("error", () => undefined).end(kubeconfig);
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (/** @type {string} */ text) => (errors += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.stdout.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      if (text.includes("Starting to serve")) resolve();
      if (text.includes("ended")) reject(new Refusal(`kubectl ended: ${firstLine(errors)}`));
    });
  });
}

function stopProxy() {
  const { pid } = proxy ?? {};
  proxy = undefined;
  try {
    if (pid !== undefined) process.kill(-pid);
  } catch {
    // It has ended.
  }
  if (folder !== "") rmSync(folder, { recursive: true, force: true });
}
process.on("exit", stopProxy);
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, () => process.exit(128 + constants.signals[signal]));
}

/** @param {unknown} error */
const textOf = (error) => (error instanceof Error ? error.message : String(error));

/** @param {string} text */
const firstLine = (text) => text.trim().split("\n")[0] ?? "";

const METADATA = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
const METADATA_OF_ONE = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
const MERGE = "application/merge-patch+json";

/**
 * What the API server answers to a request; an error if it does not within its time.
 *
 * @param {"GET" | "PATCH" | "DELETE"} method
 * @param {string} at
 * @param {{ body?: unknown, accept?: string, type?: string }} [more]
 * @returns {Promise<unknown>}
 */
const ask = (method, at, { body, accept = "application/json", type = "application/json" } = {}) =>
  new Promise((resolve, reject) => {
    const limit = Math.max(1, Math.min(REQUEST_MS, (method === "GET" ? end : lastLook) - Date.now()));
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      host: "localhost",
      accept,
      "content-type": type,
      "content-length": Buffer.byteLength(text ?? ""),
    };
    const sent = request({ socketPath, method, path: at, headers }, (response) => {
      let answer = "";
      response.setEncoding("utf8").on("data", (/** @type {string} */ part) => (answer += part));
      response.once("error", fail);
      response.once("end", () => {
        clearTimeout(timer);
        const { statusCode = 0 } = response;
        if (statusCode < 300) resolve(JSON.parse(answer));
        else reject(new ApiError(statusCode, messageOf(answer)));
      });
    });
    /** @param {Error} error */
    const fail = (error) => {
      clearTimeout(timer);
      reject(error);
    };
    const timer = setTimeout(() => {
      sent.destroy();
      reject(new Error(`the API server did not answer within ${Math.ceil(limit / 1000)} s`));
    }, limit);
    sent.once("error", fail).end(text);
  });

/** @param {string} answer */
function messageOf(answer) {
  try {
    return String(JSON.parse(answer).message);
  } catch {
    return firstLine(answer);
  }
}

/** @param {unknown} error */
const isGone = (error) => error instanceof ApiError && error.status === 404;

/**
 * Something else may have removed it already.
 *
 * @template Answer
 * @param {Promise<Answer>} asked
 * @returns {Promise<Answer | undefined>}
 */
async function unlessGone(asked) {
  try {
    return await asked;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/**
 * Does something with each, some at once.
 *
 * @template One, Result
 * @param {readonly One[]} list
 * @param {(one: One) => Promise<Result>} task
 * @returns {Promise<Result[]>}
 */
async function each(list, task) {
  /** @type {Result[]} */
  const results = [];
  const left = [...list.entries()];
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) results[next[0]] = await task(next[1]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

/** @param {Pick<Kind, "group" | "version">} kind */
const root = ({ group, version }) => (group === "" ? `/api/${version}` : `/apis/${group}/${version}`);

/**
 * Names of roles and bindings may have any characters but `/` and `%`.
 *
 * @type {(kind: Kind, metadata: Metadata) => string}
 */
const pathOf = (kind, { name, namespace }) =>
  `${root(kind)}/${namespace === undefined ? "" : `namespaces/${namespace}/`}${kind.plural}/${encodeURIComponent(name)}`;

/**
 * All objects of a kind, in pages.
 *
 * @param {Kind} kind
 * @param {string} [accept]
 * @returns {Promise<KubernetesObject[]>}
 */
async function list(kind, accept) {
  /** @type {KubernetesObject[]} */
  const found = [];
  let next = "";
  do {
    const at = `${root(kind)}/${kind.plural}?limit=500&continue=${encodeURIComponent(next)}`;
    const page = /** @type {Page} */ (await unlessGone(ask("GET", at, { accept })));
    found.push(...(page?.items ?? []));
    next = page?.metadata?.continue ?? "";
  } while (next !== "");
  return found;
}

/**
 * One object, if it is there, without its data.
 *
 * @param {Kind} kind
 * @param {Metadata} metadata
 * @returns {Promise<KubernetesObject[]>}
 */
async function single(kind, metadata) {
  const asked = unlessGone(ask("GET", pathOf(kind, metadata), { accept: METADATA_OF_ONE }));
  const found = /** @type {KubernetesObject | undefined} */ (await asked);
  return found === undefined ? [] : [found];
}

/** @type {(group: string, version: string, plural: string, kind: string) => Kind} */
const kindIn = (group, version, plural, kind) => ({ group, version, plural, kind });

const RBAC = "rbac.authorization.k8s.io";
const KINDS = {
  namespace: kindIn("", "v1", "namespaces", "Namespace"),
  pod: kindIn("", "v1", "pods", "Pod"),
  deployment: kindIn("apps", "v1", "deployments", "Deployment"),
  apiService: kindIn("apiregistration.k8s.io", "v1", "apiservices", "APIService"),
  definition: kindIn("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition"),
  webhooks: ["Mutating", "Validating"].map((what) =>
    kindIn(
      "admissionregistration.k8s.io",
      "v1",
      `${what.toLowerCase()}webhookconfigurations`,
      `${what}WebhookConfiguration`,
    ),
  ),
  workloads: [
    ...["Deployment", "StatefulSet", "DaemonSet"].map((kind) => kindIn("apps", "v1", `${kind.toLowerCase()}s`, kind)),
    ...["CronJob", "Job"].map((kind) => kindIn("batch", "v1", `${kind.toLowerCase()}s`, kind)),
  ],
  bindings: [
    kindIn(RBAC, "v1", "clusterrolebindings", "ClusterRoleBinding"),
    kindIn(RBAC, "v1", "rolebindings", "RoleBinding"),
  ],
  roles: [kindIn(RBAC, "v1", "clusterroles", "ClusterRole"), kindIn(RBAC, "v1", "roles", "Role")],
  secret: kindIn("", "v1", "secrets", "Secret"),
  // By them Rancher's pods agree on which of them works.
  elections: [kindIn("coordination.k8s.io", "v1", "leases", "Lease"), kindIn("", "v1", "configmaps", "ConfigMap")],
};

/** Kinds that get no finalizers, of which a cluster has very many objects. */
const SKIPPED = new Set(["events", "endpoints", "endpointslices", "componentstatuses"]);

/** RKE2 and k3s are of the same vendor. Their own groups and finalizers must stay: `helm.cattle.io` has the charts of their add-ons. */
const isOfDistribution = (/** @type {string} */ domain) => /(?:^|\.)(?:helm|k3s)\.cattle\.io$/.test(domain);

/** Rancher's domain, as a group, or before the slash of a finalizer, label or annotation. */
const isOfRancher = (/** @type {string} */ domain) => /(?:^|\.)cattle\.io$/.test(domain) && !isOfDistribution(domain);

/**
 * RKE2 and k3s also use Rancher's library, whose finalizers they put on nodes.
 *
 * @type {(finalizer: string, kind: Kind) => boolean}
 */
const isRanchersFinalizer = (finalizer, { group, plural }) => {
  const [domain = ""] = finalizer.split("/");
  return isOfRancher(domain) && !(domain === "wrangler.cattle.io" && group === "" && plural === "nodes");
};

/**
 * A namespace that Rancher created: one of its fixed ones, or one for a project, user or cluster, which has its mark.
 *
 * @param {KubernetesObject} object
 */
const isRanchersNamespace = ({ metadata: { name, annotations = {}, labels = {}, ownerReferences = [] } }) =>
  NAMESPACES.has(name) ||
  (annotations["management.cattle.io/system-namespace"] === "true" && !/^(?:kube-.*|default)$/.test(name)) ||
  (labels["fleet.cattle.io/managed"] === "true" && name.startsWith("cluster-")) ||
  (name === "local" && ownerReferences.some(({ apiVersion }) => apiVersion.startsWith("management.cattle.io/")));

/**
 * Released by a chart that Rancher installed, in a namespace of its own.
 *
 * @param {KubernetesObject} object
 */
const isOfRanchersChart = ({ metadata: { annotations = {} } }) =>
  NAMESPACES.has(annotations["meta.helm.sh/release-namespace"] ?? "");

/**
 * Rancher's name for what its former API created is norman. Its library marks objects of RKE2 and k3s too (`objectset.rio`).
 *
 * @param {KubernetesObject} object
 */
const hasRanchersMark = ({ metadata: { labels = {}, annotations = {} } }) =>
  [...Object.keys(labels), ...Object.keys(annotations).filter((key) => key.startsWith("authz.management."))].some(
    (key) => {
      const [domain = ""] = key.split("/");
      return isOfRancher(domain) && domain !== "objectset.rio.cattle.io";
    },
  );

/** Roles with such names are Rancher's also without a mark. */
const ROLE_NAME = /^(?:cattle-globalrole-|cattle-impersonation-|pod-impersonation-helm-)/;

/** @param {KubernetesObject} binding */
const bindsRancherOnly = ({ subjects = [] }) =>
  subjects.length > 0 &&
  subjects.every(({ kind, namespace }) => kind === "ServiceAccount" && NAMESPACES.has(namespace ?? ""));

/** @type {(kind: Kind, metadata: Metadata) => string} */
const titleOf = ({ kind }, { namespace, name }) => `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;

/** @type {(kind: Kind, object: KubernetesObject, why?: string) => Leftover} */
const deletion = (kind, { metadata }, why) => ({
  what: titleOf(kind, metadata),
  why,
  remove:
    metadata.deletionTimestamp === undefined
      ? () => ask("DELETE", pathOf(kind, metadata), { body: { propagationPolicy: "Background" } })
      : undefined,
});

/** @type {(kind: Kind, object: KubernetesObject, isToGo: (finalizer: string) => boolean) => Leftover[]} */
const finalizers = (kind, { metadata }, isToGo) => {
  const all = metadata.finalizers ?? [];
  const going = all.filter(isToGo);
  if (going.length === 0) return [];
  const body = {
    metadata: { finalizers: all.filter((one) => !going.includes(one)), resourceVersion: metadata.resourceVersion },
  };
  return [
    {
      what: `${titleOf(kind, metadata)}: finalizer ${going.join(", ")}`,
      remove: () => ask("PATCH", pathOf(kind, metadata), { body, type: MERGE }),
    },
  ];
};

/** @param {Kind} kind */
const idOf = ({ plural, group }) => `${plural}.${group}`;

/**
 * The kind of a definition, in the version that is stored, so that no webhook has to convert its objects. While a definition is being
 * deleted, the API server no longer says that its objects can be changed, but they can.
 *
 * @param {KubernetesObject} definition
 */
const kindOf = ({ spec: { group, names, versions } }) => {
  const version = versions.find(({ storage }) => storage)?.name ?? "";
  return kindIn(group, version, names.plural, names.kind);
};

/** All kinds whose objects can be listed and changed, each in one version. */
async function discovered() {
  const accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  const answers = await Promise.all(["/api", "/apis"].map((at) => ask("GET", at, { accept })));
  const groups = answers.flatMap((answer) => /** @type {{ items: Group[] }} */ (answer).items);
  return groups.flatMap(({ metadata: { name: group = "" } = {}, versions: [version] }) =>
    version === undefined || version.freshness === "Stale"
      ? []
      : version.resources
          .filter(
            ({ verbs, resource }) => ["list", "patch"].every((verb) => verbs.includes(verb)) && !SKIPPED.has(resource),
          )
          .map(({ resource, responseKind }) => kindIn(group, version.version, resource, responseKind.kind)),
  );
}

/**
 * What of Rancher is there, in groups that are removed one after another.
 *
 * @returns {Promise<Leftover[][]>}
 */
async function look() {
  const [namespaces, apiServices, definitions, pods, deployments, kinds] = await Promise.all([
    list(KINDS.namespace),
    list(KINDS.apiService),
    list(KINDS.definition),
    list(KINDS.pod, METADATA),
    list(KINDS.deployment, METADATA),
    discovered(),
  ]);
  const own = new Set(namespaces.filter(isRanchersNamespace).map(({ metadata }) => metadata.name));
  const isInOwn = (/** @type {KubernetesObject} */ { metadata }) => own.has(metadata.namespace ?? "");
  // Users install this controller for themselves too, and its plans are theirs.
  const hasOwnUpgrades = deployments.some(
    (object) => object.metadata.name === "system-upgrade-controller" && !isInOwn(object),
  );
  /** @type {(some: readonly Kind[], isOurs: (object: KubernetesObject) => boolean) => Promise<Leftover[]>} */
  const deletions = async (some, isOurs) =>
    (
      await each(some, async (kind) => (await list(kind)).filter(isOurs).map((object) => deletion(kind, object)))
    ).flat();

  const webhooks = await deletions(
    KINDS.webhooks,
    (object) =>
      object.metadata.name === "rancher.cattle.io" ||
      isOfRanchersChart(object) ||
      ((object.webhooks ?? []).length > 0 &&
        (object.webhooks ?? []).every(({ clientConfig }) => own.has(clientConfig.service?.namespace ?? ""))),
  );
  const served = apiServices.filter(
    ({ spec }) => own.has(spec.service?.namespace ?? "") || NAMESPACES.has(spec.service?.namespace ?? ""),
  );
  const workloads = await deletions(KINDS.workloads, isInOwn);
  const ending = pods.filter(isInOwn).map((object) => deletion(KINDS.pod, object));

  const ownDefinitions = definitions.filter(
    (definition) =>
      isRanchersDefinition(definition, own) && !(hasOwnUpgrades && definition.spec.group === "upgrade.cattle.io"),
  );
  const custom = definitions.map((definition) => ({ definition, kind: kindOf(definition) }));
  const definedKinds = new Set(custom.map(({ kind }) => idOf(kind)));
  const ownKinds = new Set(
    custom.flatMap(({ definition, kind }) => (ownDefinitions.includes(definition) ? idOf(kind) : [])),
  );
  const others = kinds.filter((kind) => !definedKinds.has(idOf(kind)));
  const byKind = await each([...custom.map(({ kind }) => kind), ...others], async (kind) => {
    if (isOfDistribution(kind.group)) return [];
    const id = idOf(kind);
    const objects = await list(kind, METADATA).catch((/** @type {unknown} */ error) => textOf(error));
    // As of a kind whose conversion is a webhook that does not answer.
    if (typeof objects === "string")
      return [{ what: `${kind.kind} of ${kind.group}, which cannot be listed`, why: objects }];
    return objects.flatMap((object) =>
      finalizers(
        kind,
        object,
        (finalizer) =>
          isRanchersFinalizer(finalizer, kind) ||
          // Their controllers are gone. Foreign finalizers of Secrets and the like stay, and are reported.
          ownKinds.has(id) ||
          (definedKinds.has(id) && isInOwn(object)),
      ),
    );
  });

  const bindings = await deletions(
    KINDS.bindings,
    (object) => !isInOwn(object) && (hasRanchersMark(object) || isOfRanchersChart(object) || bindsRancherOnly(object)),
  );
  const roles = await deletions(
    KINDS.roles,
    (object) =>
      !isInOwn(object) &&
      (hasRanchersMark(object) || isOfRanchersChart(object) || ROLE_NAME.test(object.metadata.name)),
  );
  const elections = await deletions(
    KINDS.elections,
    ({ metadata }) => metadata.namespace === "kube-system" && metadata.name === "cattle-controllers",
  );
  // The chart leaves it. In a namespace that stays, the next Rancher would have its password rather than a new one.
  const passwords = await single(KINDS.secret, { name: "bootstrap-secret", namespace: HOME });
  return [
    webhooks,
    served.map((object) => deletion(KINDS.apiService, object)),
    [...workloads, ...ending],
    ownDefinitions.map(definitionDeletion),
    byKind.flat(),
    [...bindings, ...roles, ...elections, ...passwords.map((object) => deletion(KINDS.secret, object))],
    // Pulumi deletes the last one, if it has created it.
    namespaces
      .filter(({ metadata: { name } }) => own.has(name) && name !== HOME)
      .map((namespace) => deletion(KINDS.namespace, namespace, contentOf(namespace))),
  ];
}

/**
 * Of cattle.io, of a chart that Rancher installed, or converted by a webhook in a namespace of Rancher, as those of Cluster API are.
 *
 * @type {(definition: KubernetesObject, own: ReadonlySet<string>) => boolean}
 */
const isRanchersDefinition = (definition, own) => {
  const { group, conversion } = definition.spec;
  if (isOfDistribution(group)) return false;
  return (
    isOfRancher(group) ||
    own.has(conversion?.webhook?.clientConfig?.service?.namespace ?? "") ||
    isOfRanchersChart(definition)
  );
};

/**
 * What the namespace controller says about why it is still there.
 *
 * @param {KubernetesObject} namespace
 */
const contentOf = ({ status }) =>
  (status?.conditions ?? [])
    .filter((condition) => condition.status === "True")
    .map(({ message }) => message)
    .join(" ");

/**
 * Objects of a kind whose conversion is a webhook cannot even be read when nothing answers it.
 *
 * @param {KubernetesObject} definition
 */
function definitionDeletion(definition) {
  const at = pathOf(KINDS.definition, definition.metadata);
  const found = deletion(KINDS.definition, definition);
  if (definition.spec.conversion?.strategy !== "Webhook") return found;
  const body = { spec: { conversion: { strategy: "None", webhook: null } } };
  return { ...found, remove: () => ask("PATCH", at, { body, type: MERGE }).then(() => found.remove?.()) };
}

/** Whether the chart is installed: then this command was replaced, not destroyed with Rancher. */
async function isInstalled() {
  for (let tries = 0; tries < 5; tries++) {
    const asked = unlessGone(ask("GET", `/apis/apps/v1/namespaces/${HOME}/deployments/rancher`));
    const found = /** @type {KubernetesObject | undefined} */ (await asked);
    if (found === undefined || found.metadata.deletionTimestamp !== undefined) return false;
    await pause(1000);
  }
  return true;
}

/** Waits until the API server answers, which a login plugin can delay. */
async function reach() {
  const patience = Math.min(Date.now() + 30_000, lastLook);
  for (;;) {
    try {
      return await ask("GET", "/version");
    } catch (error) {
      if (error instanceof ApiError && error.status < 500)
        throw new Refusal(`the cluster refuses the kubeconfig: ${error.message}`);
      if (Date.now() + 1000 > patience) throw new Unreachable(textOf(error));
      await pause(1000);
    }
  }
}

class Unreachable extends Error {}

/** The messages with which removals failed, by what was to be removed. */
const failures = /** @type {Map<string, string>} */ (new Map());

/** @param {Leftover} leftover */
async function remove({ what, remove: run }) {
  if (run === undefined || Date.now() > lastLook) return;
  try {
    await unlessGone(run());
    failures.delete(what);
    say(`Removed: ${what}`);
  } catch (error) {
    // Something else has changed it: the next round does it.
    if (error instanceof ApiError && error.status === 409) return;
    failures.set(what, textOf(error));
  }
}

async function clean() {
  check();
  /** @type {Leftover[] | undefined} */
  let left;
  const bound = setTimeout(() => giveUp(left), end - Date.now());
  try {
    await startProxy();
    await reach();
    if (await isInstalled()) {
      say("Rancher is installed, so there is nothing to clean up.");
      return;
    }
    for (;;) {
      const groups = await look().catch((/** @type {unknown} */ error) => textOf(error));
      if (typeof groups !== "string") {
        left = groups.flat();
        if (left.length === 0) return;
      } else failures.set("", groups);
      if (Date.now() > lastLook) break;
      for (const group of typeof groups === "string" ? [] : groups) await each(group, remove);
      await pause(Math.min(1000, Math.max(0, lastLook - Date.now())));
    }
  } finally {
    clearTimeout(bound);
  }
  giveUp(left);
}

/**
 * @param {readonly Leftover[] | undefined} left nothing if it was not seen
 * @returns {never}
 */
function giveUp(left) {
  if (left === undefined) {
    const why = failures.get("") ?? "it does not answer";
    say(
      `After ${seconds} s, the cluster has not told what is left of Rancher: ${why}. Run destroy again, which goes on.`,
    );
    process.exit(1);
  }
  const lines = left.map(({ what, why = "" }) => {
    const reason = failures.get(what) ?? why;
    return `  - ${what}${reason === "" ? "" : ` (${reason})`}`;
  });
  say([`After ${seconds} s, this is left of Rancher in the cluster:`, ...lines].join("\n"));
  say("Remove what keeps it there, and run destroy again, which goes on. cleanUp.timeoutSeconds gives it more time.");
  process.exit(1);
}

const steps = /** @type {Record<string, () => unknown>} */ ({ check, clean });
void Promise.resolve()
  .then(() => steps[step]?.())
  .then(() => process.exit(0))
  .catch((/** @type {unknown} */ error) => {
    if (error instanceof Unreachable && skipUnreachable) {
      say(
        "The cluster does not answer, and the Kubernetes provider is told to delete what it cannot reach: nothing is cleaned up.",
      );
      process.exit(0);
    }
    if (error instanceof Unreachable) {
      say(
        `The cluster does not answer, so Rancher's remains are still there: ${error.message}. If the cluster is gone, write PULUMI_K8S_DELETE_UNREACHABLE=true in front of the command.`,
      );
    } else if (error instanceof Refusal) say(`Rancher's remains cannot be removed: ${error.message}`);
    else say(String(error instanceof Error ? error.stack : error));
    process.exit(1);
  });

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pythonEnvironment } from "../../../../engine/python/python";
import { fromPackage } from "../../packages";
import type { SentResource } from "../../requests";
import { ALLOWED, NEWER_ACTIONS, type Allowed } from "./allowed";
import { policyText, readableTrust, withoutActions, type AnyPolicy } from "./document";

/** A policy with the name of its resource. */
interface NamedPolicy {
  readonly name: string;
  readonly policy: AnyPolicy;
  readonly isTrust: boolean;
}

interface Finding {
  readonly issue: string;
  readonly detail: unknown;
}

/** The inputs that hold policies. */
const POLICIES: Readonly<Record<string, { readonly input: string; readonly isTrust: boolean }>> = {
  "aws:iam/role:Role": { input: "assumeRolePolicy", isTrust: true },
  "aws:iam/rolePolicy:RolePolicy": { input: "policy", isTrust: false },
  "aws:s3/bucketPolicy:BucketPolicy": { input: "policy", isTrust: false },
};

/** Each policy of these resources once. */
export function policiesOf(resources: readonly SentResource[]): NamedPolicy[] {
  const found = new Map<string, NamedPolicy>();
  for (const { type, name, inputs } of resources) {
    const place = POLICIES[type];
    if (place === undefined) continue;
    const text = policyText(inputs[place.input]) as string;
    found.set(`${name} ${text}`, { name, policy: JSON.parse(text) as AnyPolicy, isTrust: place.isTrust });
  }
  return [...found.values()];
}

/** What parliament has against the policies of these resources, except what is allowed; and allowed findings that none has. */
export async function policyProblems(resources: readonly SentResource[], suite: Mocha.Context): Promise<string[]> {
  const policies = policiesOf(resources);
  const used = new Set<Allowed>();
  const findings = await parliament(policies, suite);
  const problems = policies.flatMap(({ name, isTrust }, index) =>
    (findings[index] ?? []).flatMap((finding) => {
      // The resource of a trust policy is ours.
      if (isTrust && finding.issue === "RESOURCE_STAR") return [];
      const allowed = ALLOWED.find((one) => isAllowed(one, name, finding));
      if (allowed !== undefined) used.add(allowed);
      return allowed === undefined ? [`${name}: ${finding.issue} ${textOf(finding)}`] : [];
    }),
  );
  const named = policies.flatMap(({ policy }) => policy.Statement.flatMap(({ Action }) => Action));
  return [
    ...problems,
    ...ALLOWED.filter((one) => !used.has(one)).map(
      ({ issue, policy }) => `no policy ${policy} has ${issue} any longer`,
    ),
    ...NEWER_ACTIONS.filter((action) => !named.includes(action)).map((action) => `no policy has ${action} any longer`),
  ];
}

const textOf = ({ detail }: Finding): string => (typeof detail === "string" ? detail : JSON.stringify(detail));

const isAllowed = ({ issue, detail, policy }: Allowed, name: string, finding: Finding): boolean =>
  issue === finding.issue && textOf(finding).includes(detail) && name.endsWith(policy);

/** What parliament finds in each policy. */
export async function parliament(policies: readonly NamedPolicy[], suite: Mocha.Context): Promise<Finding[][]> {
  const environment = await fromPackage(
    () => pythonEnvironment("parliament", join(__dirname, "requirements.txt")),
    suite,
  );
  const readable = policies.map(({ policy, isTrust }) =>
    withoutActions(isTrust ? readableTrust(policy) : policy, NEWER_ACTIONS),
  );
  const { status, stdout, stderr } = spawnSync(join(environment, "venv", "bin", "python"), ["-I", FINDINGS], {
    input: JSON.stringify(readable),
    encoding: "utf8",
    maxBuffer: 16 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`parliament failed:\n${stderr}`);
  return JSON.parse(stdout) as Finding[][];
}

const FINDINGS = join(__dirname, "findings.py");

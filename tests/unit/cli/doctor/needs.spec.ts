import assert from "node:assert/strict";
import { commonNeeds } from "../../../../cli/doctor/common-needs";
import { examine } from "../../../../cli/doctor/examine";
import { needsOf, type Need } from "../../../../components/targets/needs";
import { targetNames } from "../../../../components/targets/target";
import { fakeMachine, withEnvironment } from "./fake-tools";

/** By tool, what it prints: recorded from the tools, or written as their sources say where no machine of ours has them. */
const PRINTS: Readonly<Record<string, readonly [output: string, version?: string]>> = {
  node: ["v20.20.2", "20.20.2"],
  npm: ["11.19.1", "11.19.1"],
  pulumi: ["v3.248.0", "3.248.0"],
  kubectl: [
    '{\n  "clientVersion": {\n    "major": "1",\n    "gitVersion": "v1.36.3",\n    "gitCommit": ""\n  }\n}',
    "1.36.3",
  ],
  helm: ["v3.18.4+gd80839c", "3.18.4"],
  skopeo: ["skopeo version 1.9.3", "1.9.3"],
  // aws/aws-cli, branch v2 at 037f1c8a, awscli/clidriver.py, `_cli_version`.
  aws: ["aws-cli/2.31.3 Python/3.13.7 Linux/6.8.0 exe/x86_64.ubuntu.24", "2.31.3"],
  // azure-cli-core 2.77.0, azure/cli/core/util.py, `get_az_version_json`, as knack 0.14.0 prints it (knack/output.py, `format_json`).
  az: [
    '{\n  "azure-cli": "2.77.0",\n  "azure-cli-core": "2.77.0",\n  "azure-cli-telemetry": "1.1.0",\n  "extensions": {}\n}',
    "2.77.0",
  ],
  // Azure/kubelogin v0.2.10, version.go, behind the name of the command as cobra prints it.
  kubelogin: [
    `kubelogin version
git hash: v0.2.10/aed62b0077827211ca2e6f7422281f34e4221e98
Go version: go1.24.6
Build time: 2025-07-05T19:50:24Z
Platform: linux/amd64`,
    "0.2.10",
  ],
  gcloud: ["Google Cloud SDK 528.0.0\nbeta 2025.06.20\ncore 2025.06.20", "528.0.0"],
  // k8s.io/component-base v0.36.3, version/verflag/verflag.go; no version of the plugin itself.
  "gke-gcloud-auth-plugin": ["Kubernetes v1.30.0+5b0f4ed"],
  // k3d-io/k3d v5.8.3, cmd/root.go, `printVersion`.
  k3d: ["k3d version v5.8.3\nk3s version v1.31.5-k3s1 (default)", "5.8.3"],
  // docker/cli v28.2.2, cli/cobra.go and cmd/docker/docker.go.
  docker: ["Docker version 28.2.2, build e6534b4", "28.2.2"],
  "ssh-keyscan": [""],
};

/** By need that is a login, a home directory or variables in which it is there. */
const LOGINS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "login of Pulumi": { ".pulumi/credentials.json": '{\n    "current": "file://~",\n    "accounts": {}\n}' },
  "login to AWS": { ".aws/config": "[default]\nregion = us-east-1\n" },
  "login for applications of Google Cloud": { ".config/gcloud/application_default_credentials.json": "{}" },
  "login of gcloud": {},
  "login to Azure": {},
  Docker: {},
  "SSH key": { ".ssh/id_ed25519": "" },
  "kubeconfig with a context": {},
};

const all = (): readonly Need[] => [...commonNeeds(), ...targetNames().flatMap(needsOf)];

describe("what targets need", () => {
  for (const need of all()) {
    describe(need.name, () => {
      it("says what it is for, and how to get it, in sentences", () => {
        assert.match(need.why, /^\w.*\.$/);
        assert.match(need.get, /^[A-Z].*(\.|https:\/\/\S+)$/);
      });

      it("is a tool or a login", () => {
        assert.equal([need.tool, need.anyOf].filter((form) => form !== undefined).length, 1);
      });

      it("is found where it is, and missed where nothing is", async () => {
        const { program = "" } = need.tool ?? {};
        const [output, version] = PRINTS[program] ?? [];
        assert.ok(need.tool === undefined || output !== undefined, `${program} has no recorded output`);
        const files = need.tool === undefined ? LOGINS[need.name] : {};
        assert.ok(files, "no login is known");
        const programs = [need.tool ?? [], need.anyOf?.flatMap((each) => ("program" in each ? each : [])) ?? []].flat();
        const tools = Object.fromEntries(
          programs.map((each) => [
            each.program,
            `cat <<'END'\n${need.tool === undefined ? "28.2.2" : (output ?? "")}\nEND`,
          ]),
        );
        const machine = fakeMachine(tools, files);
        const empty = fakeMachine({});
        try {
          const found = await withEnvironment(machine.environment, () => examine(need, { seconds: 20 }));
          assert.deepEqual([found.isThere, found.version, found.problem], [true, version, undefined]);
          const missed = await withEnvironment(empty.environment, () => examine(need, { seconds: 20 }));
          assert.equal(missed.isThere, false);
        } finally {
          machine.remove();
          empty.remove();
        }
      });
    });
  }

  it("takes the kubelogin of another project for none", async () => {
    const need = needsOf("azure").find(({ name }) => name === "kubelogin") ?? assert.fail();
    // int128/kubelogin at 1d58c0d4, pkg/cmd/cmd.go: its version as cobra prints it.
    const machine = fakeMachine({ kubelogin: "echo kubelogin version v1.35.2" });
    try {
      const { isThere, problem } = await withEnvironment(machine.environment, () => examine(need, { seconds: 20 }));
      assert.deepEqual([isThere, problem], [false, "has no version that can be read: look at kubelogin --version"]);
    } finally {
      machine.remove();
    }
  });

  it("names each need once for a target", () => {
    for (const target of targetNames()) {
      const names = [...commonNeeds(), ...needsOf(target)].map(({ name }) => name);
      assert.deepEqual(names, [...new Set(names)]);
    }
  });
});

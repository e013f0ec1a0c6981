import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { record, stateOf } from "../../unit/cli/stack/state";
import type { ResourceRecord } from "../../../cli/stack/state";
import { AUTHORITY, EXPIRED } from "../../unit/cli/verify/certificates";
import { installed, ML_CLUSTER } from "../../unit/cli/verify/platform-state";
import { deadPort, httpServer, httpsServer, socketServer, type TestServer } from "../../unit/cli/verify/servers";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";
import { runCli } from "./run-cli";

const FILES = {
  "Pulumi.yaml": "name: one\nruntime: nodejs\n",
  "index.ts": "export const nothing = 0;\n",
};

const PULUMI = `#!/bin/sh
case "$1 $2" in
  "version"*) echo v3.248.0 ;;
  "stack select") ;;
  "stack export") cat "$STATE" ;;
  *) echo "error: the stand-in of pulumi ends here" >&2; exit 255 ;;
esac
`;

/** As kubectl 1.35 speaks of an API server that does not listen. */
const KUBECTL = `#!/bin/sh
echo "The connection to the server 192.0.2.9:6443 was refused - did you specify the right host or port?" >&2
exit 1
`;

describe("mlplatform verify at servers that are dead, slow or wrong", function () {
  this.timeout(60_000);
  let project: ProjectOnDisk;
  const servers: TestServer[] = [];

  before(() => {
    project = projectOnDisk(FILES, ["@pulumi/pulumi"]);
    for (const [name, script] of Object.entries({ pulumi: PULUMI, kubectl: KUBECTL })) {
      writeFileSync(path.join(project.dir, name), script, { mode: 0o755 });
    }
  });
  after(() => {
    project.remove();
  });
  afterEach(() => {
    for (const server of servers.splice(0)) server.stop();
  });

  const started = async (server: Promise<TestServer>): Promise<number> => {
    servers.push(await server);
    return servers.at(-1)?.port ?? 0;
  };

  /** Verifies a stack with these resources within eight seconds. */
  async function verify(...resources: readonly ResourceRecord[]) {
    const state = path.join(project.dir, "state");
    writeFileSync(state, JSON.stringify(stateOf(...resources)));
    const { stdout, stderr, exitCode } = await runCli(["verify", "--stack", "dev", "--timeout", "8"], {
      cwd: project.dir,
      env: { PATH: `${project.dir}:${process.env["PATH"] ?? ""}`, STATE: state },
    });
    // Ports of tests have five digits.
    return { table: stdout.replace(/127\.0\.0\.1:\d{5}/g, "127.0.0.1:<port>"), stderr, exitCode };
  }

  /** A gateway on loopback that serves one host by HTTPS. */
  const gateway = (name: string, port: number, host = "models.example.org", caCertificate = AUTHORITY) =>
    record("mlplatform:index:IngressLayer", name, {
      custom: false,
      outputs: { host: "127.0.0.1", hosts: [], port, tls: true, url: `https://${host}:${port}`, caCertificate },
    });

  const page = (type: string, name: string, port: number) =>
    installed(type, name, { url: `http://127.0.0.1:${port}`, namespace: "apps" });

  it("tells nothing that answers from what answers wrongly", async () => {
    const secure = (cert?: string) => started(httpsServer((_, answer) => answer.end("yes"), cert));
    const late = httpServer((_, answer) => {
      setTimeout(() => answer.end('{"version": "5.5.0"}'), 60_000).unref();
    });
    const found = await verify(
      gateway("good", await secure()),
      gateway("foreign", await secure(), "models.example.org", ""),
      gateway("misnamed", await secure(), "other.example.org"),
      gateway("expired", await secure(EXPIRED)),
      gateway("dead", await deadPort()),
      gateway("silent", await started(socketServer())),
      ...page("JupyterHub", "late", await started(late)),
      ...page("JupyterHub", "empty", await started(httpServer((_, answer) => answer.writeHead(502).end()))),
      ...page("JupyterHub", "other", await started(httpServer((_, answer) => answer.end("<html>")))),
    );
    assert.equal(
      found.table,
      `CHECK                                       RESULT       DETAIL
good: address                               pass         127.0.0.1:<port> answers
good: certificate of models.example.org     pass         valid for models.example.org until 2126-01-01
foreign: address                            pass         127.0.0.1:<port> answers
foreign: certificate of models.example.org  fail         the certificate for models.example.org is not from an authority
                                                         that is trusted
                                                         If it is a private authority, Node trusts it when
                                                         NODE_EXTRA_CA_CERTS names its file.
misnamed: address                           pass         127.0.0.1:<port> answers
misnamed: certificate of other.example.org  fail         the certificate is not for other.example.org
                                                         Is the host among the hosts of the gateway, and was its
                                                         certificate issued?
expired: address                            pass         127.0.0.1:<port> answers
expired: certificate of models.example.org  fail         the certificate for models.example.org has expired
                                                         Does whoever issues it still renew it?
dead: address                               unreachable  127.0.0.1:<port> refuses connections
dead: certificate of models.example.org     unreachable  127.0.0.1:<port> refuses connections
silent: address                             unreachable  127.0.0.1:<port> did not answer in time
                                                         Is this computer in the source ranges of the gateway, and no
                                                         firewall in between?
silent: certificate of models.example.org   unreachable  127.0.0.1:<port> did not answer in time
                                                         Is this computer in the source ranges of the gateway, and no
                                                         firewall in between?
late: hub                                   unreachable  127.0.0.1:<port> did not answer in time
                                                         Is this computer in the source ranges of the gateway, and no
                                                         firewall in between?
empty: hub                                  fail         HTTP 502 from http://127.0.0.1:<port>/hub/api
                                                         See: kubectl logs -n apps deployment/hub
other: hub                                  fail         what answers at http://127.0.0.1:<port>/hub/api is not
                                                         JupyterHub
                                                         See: kubectl logs -n apps deployment/hub

15 checks: 5 passed, 5 failed, 5 unreachable
`,
    );
    assert.deepEqual([found.stderr, found.exitCode], ["", 1]);
  });

  it("goes on where the API server of the cluster is dead", async () => {
    const silent = await started(socketServer());
    const { table, exitCode } = await verify(...ML_CLUSTER, ...page("RancherServer", "rancher", silent));
    assert.equal(
      table,
      `CHECK              RESULT       DETAIL
ml: API server     unreachable  The connection to the server 192.0.2.9:6443 was refused - did you specify the right host
                                or port?
                                Is the cluster running, and does this computer reach https://192.0.2.9:6443?
ml: nodes          skipped      the API server of ml gives no answer
ml: storage class  skipped      the API server of ml gives no answer
ml: volume         skipped      the API server of ml gives no answer
rancher: ping      unreachable  127.0.0.1:<port> did not answer in time
                                Is this computer in the source ranges of the gateway, and no firewall in between?
rancher: health    unreachable  127.0.0.1:<port> did not answer in time
                                Is this computer in the source ranges of the gateway, and no firewall in between?

6 checks: 3 unreachable, 3 skipped
`,
    );
    assert.equal(exitCode, 1);
  });
});

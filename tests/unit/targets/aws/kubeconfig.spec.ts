import assert from "node:assert/strict";
import { parse } from "yaml";
import { eksKubeconfig, type EksAccess } from "../../../../components/targets/aws/kubeconfig";
import { contextConfig } from "../../../../components/targets/existing/kubeconfig";
import { CERTIFICATE } from "../../ingress-layer/certificates";

const access: EksAccess = {
  clusterName: "ml-x7k2p9",
  endpoint: "https://0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com",
  certificateAuthority: Buffer.from(CERTIFICATE).toString("base64"),
  region: "us-east-1",
};

const loginOf = (text: string): Record<string, unknown> =>
  (parse(text) as { users: [{ user: { exec: Record<string, unknown> } }] }).users[0].user.exec;

describe("the kubeconfig of an EKS cluster", () => {
  it("logs in with the AWS CLI and contains no credential", () => {
    assert.deepEqual(
      JSON.parse(eksKubeconfig(access)),
      parse(`apiVersion: v1
kind: Config
current-context: ml-x7k2p9
contexts:
  - name: ml-x7k2p9
    context:
      cluster: ml-x7k2p9
      user: ml-x7k2p9
clusters:
  - name: ml-x7k2p9
    cluster:
      server: https://0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com
      certificate-authority-data: ${access.certificateAuthority}
users:
  - name: ml-x7k2p9
    user:
      exec:
        apiVersion: client.authentication.k8s.io/v1beta1
        command: aws
        args:
          - --region
          - us-east-1
          - eks
          - get-token
          - --cluster-name
          - ml-x7k2p9
          - --output
          - json
        env:
          - name: AWS_STS_REGIONAL_ENDPOINTS
            value: regional
        interactiveMode: Never
        installHint: Install version 2 of the AWS CLI.
`),
    );
  });

  const role = "arn:aws:iam::111122223333:role/deployer";
  const logins: [string, Partial<EksAccess>, string[]][] = [
    ["as whoever runs it", {}, []],
    ["in a role", { roleArn: role }, ["--role-arn", role]],
    ["by a profile", { profile: "ml" }, ["--profile", "ml"]],
    ["in a role, by a profile", { profile: "ml", roleArn: role }, ["--role-arn", role, "--profile", "ml"]],
    ["as whoever runs it where a stack's config leaves both empty", { profile: "", roleArn: "" }, []],
  ];
  for (const [title, given, args] of logins) {
    it(`logs in ${title}`, () => {
      assert.deepEqual(loginOf(eksKubeconfig({ ...access, ...given }))["args"], [
        ...["--region", "us-east-1", "eks", "get-token", "--cluster-name", "ml-x7k2p9", "--output", "json"],
        ...args,
      ]);
    });
  }

  it("is the same text for any order of its parts", () => {
    const turned = Object.fromEntries(Object.entries(access).reverse()) as unknown as EksAccess;
    assert.equal(eksKubeconfig(turned), eksKubeconfig(access));
  });

  it("can be used for an existing cluster, also if YAML could misread its name", () => {
    for (const clusterName of ["ml-x7k2p9", "0123", "1e3", "true"]) {
      const text = eksKubeconfig({ ...access, clusterName });
      assert.equal(contextConfig(text, clusterName, "/").endpoint, access.endpoint);
      assert.deepEqual(parse(contextConfig(text, clusterName, "/").text), parse(text));
    }
  });
});

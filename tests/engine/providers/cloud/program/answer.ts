/** What a program prints, and how it ends. */
export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** A token for kubectl, as the programs of all clouds print it (kubernetes/client-go, ExecCredential). */
export function execCredential(token: string): Answer {
  const credential = {
    kind: "ExecCredential",
    apiVersion: "client.authentication.k8s.io/v1beta1",
    spec: {},
    status: { expirationTimestamp: new Date(Date.now() + 14 * 60_000).toISOString(), token },
  };
  return { stdout: `${JSON.stringify(credential)}\n`, stderr: "", code: 0 };
}

/** What makes the Kubernetes SDK reach for a cluster the program never named (kubernetes 4.34, provider.js). */
const AMBIENT = ["KUBECONFIG"];

/** Runs with the user's own cluster out of reach: a plan must not depend on it, nor carry its credentials. */
export async function withoutAmbientCluster<T>(work: () => Promise<T>): Promise<T> {
  const saved = AMBIENT.map((name) => [name, process.env[name]] as const);
  for (const name of AMBIENT) Reflect.deleteProperty(process.env, name);
  try {
    return await work();
  } finally {
    for (const [name, value] of saved) if (value !== undefined) process.env[name] = value;
  }
}

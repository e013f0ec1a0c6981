/** Why a kubeconfig cannot be used. The message never quotes a value of the kubeconfig, because it contains credentials. */
export class KubeconfigError extends Error {
  constructor(
    /** What is wrong: the choice of the context, something in the input, or the whole input, which is no kubeconfig. */
    readonly what: "context" | "content" | "format",
    message: string,
  ) {
    super(message);
  }
}

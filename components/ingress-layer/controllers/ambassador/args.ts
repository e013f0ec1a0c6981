/** Ambassador 1.14: the Ambassador API Gateway, or the Edge Stack. */
export interface AmbassadorArgs {
  /**
   * Whether to install the Edge Stack, which adds authentication and rate limits and needs a licence. Chart key `enableAES`.
   *
   * @default false
   */
  readonly edgeStack?: boolean;
}

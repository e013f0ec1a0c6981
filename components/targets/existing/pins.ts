/** SDKs that this target needs besides those of every program. */
export const sdks: readonly string[] = [];

/** The SDKs that this target needs besides `@pulumi/pulumi` and `@pulumi/kubernetes`. */
export const sdks: readonly string[] = ["@pulumi/command"];

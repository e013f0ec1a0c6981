/**
 * How Pulumi marks what is not a plain value, on the wire and in a state: an object with the key `SIGNATURE`, whose value says
 * what the object stands for (sdk/v3 3.246, sdk/go/common/resource/sig and resource/properties.go).
 */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** A secret. On the wire its value is in `value`; in a state, in `ciphertext` or `plaintext`. */
export const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** An output value: a value that may be secret or not known yet, and what it depends on. Remote components get these. */
export const OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** A reference to a resource. */
export const REFERENCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e";

/** A file. */
export const ASSET_SIGNATURE = "c44067f5952c0a294b673a41bacd8c17";

/** A folder or an archive of files. */
export const ARCHIVE_SIGNATURE = "0def7320c3a5731c473e5ecbe6d01bc7";

/** The text that stands for a value that is not known yet (sdk/go/common/resource/plugin/rpc.go, `UnknownStringValue`). */
export const UNKNOWN_ON_WIRE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

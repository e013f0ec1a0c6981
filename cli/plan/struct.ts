import { createRequire } from "node:module";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct, Value } from "google-protobuf/google/protobuf/struct_pb";

/** What travels between an SDK and its monitor, before it becomes a protobuf Struct. */
export type WireObject = Record<string, unknown>;

// The copy of google-protobuf that the Pulumi SDK itself uses: it is the SDK's dependency, not ours.
const requireAsSdk = createRequire(require.resolve("@pulumi/pulumi"));
const { Struct: SdkStruct } = requireAsSdk("google-protobuf/google/protobuf/struct_pb") as {
  Struct: { fromJavaScript(value: object): Struct };
};
const { Empty: SdkEmpty } = requireAsSdk("google-protobuf/google/protobuf/empty_pb") as { Empty: new () => Empty };

/** Packs an object for an answer to the SDK. */
export const toStruct = (value: WireObject): Struct => SdkStruct.fromJavaScript(value);

/** Unpacks what the SDK sent; nothing sent is an empty object. */
export const fromStruct = (struct: Struct | undefined): WireObject => struct?.toJavaScript() ?? {};

/** The answer to a request that returns nothing. */
export const empty = (): Empty => new SdkEmpty();

export type { Struct, Value };

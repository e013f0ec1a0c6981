import assert from "node:assert/strict";
import path from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { recordProgram } from "../../../recorder/record-program";
import { deploy } from "../../helpers/deploy";
import { smallPlatform } from "./fixtures/small-platform";

/** A component that waits for something before it registers its outputs. */
class OpenEnded extends pulumi.ComponentResource<void> {
  constructor(name: string) {
    super("mlplatform:index:OpenEnded", name, {});
  }

  protected override initialize(): Promise<void> {
    return new Promise(() => undefined);
  }
}

describe("a program that fails under the recorder", () => {
  it("rejects with the very error it threw", async () => {
    const error = new Error("no such thing");

    await assert.rejects(
      deploy(() => {
        smallPlatform();
        throw error;
      }),
      (thrown) => thrown === error,
    );
  });

  it("keeps what was registered before", async () => {
    const { graph, error } = await recordProgram(
      () => {
        new kubernetes.core.v1.Namespace("before", { metadata: { name: "before" } });
        throw new Error("too late");
      },
      { project: "proj", stack: "test" },
    );

    assert.deepEqual(
      graph.resources.map(({ name }) => name),
      ["proj-test", "before"],
    );
    assert.match(String(error), /too late/);
  });

  it("rejects with what is thrown inside apply", async () => {
    await assert.rejects(
      deploy(() => {
        new kubernetes.core.v1.Namespace("n", { metadata: { name: "n" } }).metadata.name.apply(() => {
          throw new Error("inside apply");
        });
      }),
      /^Error: inside apply$/,
    );
  });

  it("is refused two resources of one URN, as the engine refuses them", async () => {
    await assert.rejects(
      deploy(() => {
        new kubernetes.core.v1.Namespace("twice", { metadata: { name: "a" } });
        new kubernetes.core.v1.Namespace("twice", { metadata: { name: "b" } });
      }),
      /Duplicate resource URN 'urn:pulumi:test::proj::kubernetes:core\/v1:Namespace::twice'/,
    );
  });

  it("may use one name below two parents", async () => {
    const { resources } = await deploy(() => {
      for (const type of ["mlplatform:index:One", "mlplatform:index:Other"]) {
        const parent = new pulumi.ComponentResource(type, "same", {});
        new kubernetes.core.v1.Namespace("same", { metadata: { name: "same" } }, { parent });
      }
    });

    assert.equal(resources.length, 5);
  });

  it("is refused a data source that nobody answers", async () => {
    await assert.rejects(
      deploy(async () => ({ zones: (await pulumi.runtime.invoke("aws:index/getZones:getZones", {})) as object })),
      /The result of aws:index\/getZones:getZones is not known: only its provider can compute it/,
    );
  });

  it("learns in a preview that a data source is known later", async () => {
    const { outputs } = await deploy(
      () => {
        const zones = pulumi.runtime.invokeOutput<{ names: string[] }>("aws:index/getZones:getZones", {});
        return { zones, first: zones.apply(({ names: [first] }) => first) };
      },
      { preview: true },
    );
    assert.deepEqual([...outputs.unknowns], ["first", "zones"]);
  });

  it("fails with a list of what waits when it never ends", async () => {
    await assert.rejects(
      deploy(
        () => {
          const never = pulumi.output(new Promise<string>(() => undefined));
          new kubernetes.core.v1.Namespace("stuck", { metadata: { name: never } });
          new OpenEnded("open");
          return { never };
        },
        { stallAfterMs: 200 },
      ),
      (error: Error) => {
        assert.equal(error.name, "ProgramStuck");
        assert.match(error.message, /\n {2}- kubernetes:core\/v1:Namespace "stuck" was never registered/);
        assert.match(error.message, /\n {2}- the program's own outputs/);
        assert.match(error.message, /\n {2}- mlplatform:index:OpenEnded "open" never registered its outputs/);
        return true;
      },
    );
  });

  it("waits for a program that takes its time", async () => {
    const { outputs } = await deploy(
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        return { done: true };
      },
      { stallAfterMs: 2000 },
    );

    assert.deepEqual(outputs.values, { done: true });
  });

  it("leaves the next program alone", async () => {
    await assert.rejects(
      deploy(() => {
        throw new Error("first");
      }),
      /first/,
    );
    const { resources } = await deploy(() => smallPlatform());

    assert.equal(resources.length, 7);
  });
});

describe("several programs in one process", () => {
  it("do not see each other, even when started together", async () => {
    const names = ["a", "b", "c"];
    const graphs = await Promise.all(
      names.map((stack) =>
        deploy(() => ({ stack: pulumi.getStack(), ns: new kubernetes.core.v1.Namespace(stack).metadata }), { stack }),
      ),
    );

    assert.deepEqual(
      graphs.map(({ resources }) => resources.map(({ urn }) => urn)),
      names.map((stack) => [
        `urn:pulumi:${stack}::proj::pulumi:pulumi:Stack::proj-${stack}`,
        `urn:pulumi:${stack}::proj::kubernetes:core/v1:Namespace::${stack}`,
      ]),
    );
  });

  it("run each in its own folder, even when started together, and leave this process in its own", async () => {
    const [before, folders] = [process.cwd(), [__dirname, path.dirname(__dirname)]];
    const graphs = await Promise.all(
      folders.map((programDir) => deploy(() => ({ folder: process.cwd() }), { programDir })),
    );

    assert.deepEqual(
      graphs.map(({ outputs }) => outputs.values["folder"]),
      folders,
    );
    assert.equal(process.cwd(), before);
  });

  it("give the same graph twice", async () => {
    const [first, second] = [await deploy(() => smallPlatform()), await deploy(() => smallPlatform())];

    assert.deepEqual(first.resources, second.resources);
  });
});

describe("the user's own cluster", () => {
  const saved = process.env["KUBECONFIG"];
  afterEach(() => {
    if (saved === undefined) delete process.env["KUBECONFIG"];
    else process.env["KUBECONFIG"] = saved;
  });

  it("is out of reach of a program under the recorder, and back afterwards", async () => {
    process.env["KUBECONFIG"] = "/home/user/.kube/config";
    const graph = await deploy(() => {
      new kubernetes.Provider("ambient");
    });

    assert.deepEqual(graph.byName("pulumi:providers:kubernetes", "ambient").inputs.values, {});
    assert.equal(process.env["KUBECONFIG"], "/home/user/.kube/config");
  });
});

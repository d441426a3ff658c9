import { assertEquals, assertMatch } from "@std/assert";
import { AclServer } from "../acl_server.ts";
import { runTool } from "../simulated_tool.ts";

const WHERE = ["--bootstrap-server", "localhost:9092"];

async function started() {
  const server = await new AclServer().start(9092);
  return async (args: readonly string[], input = "") =>
    await runTool(server.world, server.runtime, "kafka-acls", [...WHERE, ...args], input);
}

Deno.test("kafka-acls adds principals by hosts by operations, once, and lists them", async () => {
  const run = await started();
  const add = [
    ...["--add", "--topic", "t", "--allow-principal", "User:a", "--allow-principal", "User:b"],
    ...["--deny-principal", "User:c", "--deny-host", "h", "--operation", "Read"],
  ];
  const added = await run(add);
  const resource = "`ResourcePattern(resourceType=TOPIC, name=t, patternType=LITERAL)`";
  const lines = [
    "(principal=User:a, host=*, operation=READ, permissionType=ALLOW)",
    "(principal=User:b, host=*, operation=READ, permissionType=ALLOW)",
    "(principal=User:c, host=h, operation=READ, permissionType=DENY)",
  ].map((line) => `\t${line}`).join("\n");
  assertEquals(added, {
    stdout: `Adding ACLs for resource ${resource}: \n ${lines}\n\n`,
    stderr: "",
    exitCode: 0,
  });
  const again = await run([...add, "--operation", "alter_configs"]);
  assertEquals(again.stdout.match(/already exists\.$/gm)?.length, 3);
  assertEquals(again.stdout.match(/operation=ALTER_CONFIGS/g)?.length, 3);
  const listed = await run(["--list", "--principal", "User:c"]);
  assertMatch(
    listed.stdout,
    /^ACLs for principal `User:c`\nCurrent ACLs for resource `Res.*`:\n\t\(/,
  );
  assertEquals(listed.stdout.match(/principal=User:c/g)?.length, 2);
  assertEquals((await run(["--list", "--group", "t"])).stdout, "");
});

Deno.test("kafka-acls removes what was confirmed, and asks for each resource", async () => {
  const run = await started();
  for (const topic of ["t", "u"]) {
    await run(["--add", "--topic", topic, "--allow-principal", "User:a", "--operation", "All"]);
  }
  const asked = await run(["--remove", "--topic", "t"], "n\n");
  assertEquals(
    asked.stdout,
    "Are you sure you want to delete all ACLs for resource filter " +
      "`ResourcePattern(resourceType=TOPIC, name=t, patternType=LITERAL)`? (y/n)\n",
  );
  await run(["--remove", "--topic", "t"]);
  assertEquals((await run(["--list"])).stdout.match(/name=/g)?.length, 2);
  await run(["--remove", "--topic", "t", "--topic", "u"], "n\nY\n");
  assertEquals((await run(["--list"])).stdout.match(/name=\w/g), ["name=t"]);
  await run(["--remove", "--topic", "t", "--force"]);
  assertEquals((await run(["--list"])).stdout, "");
});

Deno.test("kafka-acls says which flags do not go together", async () => {
  const run = await started();
  for (
    const [line, message] of [
      ["--add --producer --allow-principal User:a", "With --producer you must specify a --topic"],
      [
        "--add --topic t --idempotent",
        "--idempotent option is only available if --producer is set",
      ],
      ["--remove --topic t --principal User:a", "only available if --list is set"],
      ["--list --allow-host h", `Option "[list]" can't be used with option "[allow-host]"`],
      [
        "--add --topic t --producer --operation Read",
        `Option "[producer]" can't be used with option "[operation]"`,
      ],
      ["--list --topic t --resource-pattern-type x", "Cannot parse argument 'x' of option"],
    ] as const
  ) {
    const { stderr, exitCode } = await run(line.split(" "));
    assertEquals(
      [exitCode, stderr.includes(message)],
      [1, true],
      `${line}: ${stderr.slice(0, 200)}`,
    );
  }
});

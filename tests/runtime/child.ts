/**
 * A process for the tests beside it, run as `child.ts <what to do> <path>`:
 * "lock" takes the lock and holds it until its input ends; `exit` ends with code 3 in spite of a listener;
 * `idle` has nothing but a timer to wait for; `session` tells whether it leads one.
 */
import { denoRuntime } from "../../runtime/deno.ts";

const [task, path] = Deno.args;
const { clock, disk, network, process, terminal } = denoRuntime();
const say = (line: string) => terminal.writeOutput(new TextEncoder().encode(`${line}\n`));

switch (task) {
  case "lock":
    await disk.lock(path!);
    say("locked");
    while (await terminal.readInput() !== null);
    break;
  case "exit":
    await network.listen({ host: "127.0.0.1", port: 0 }, () => {});
    process.onSignal("SIGTERM", () => {
      say(`${process.name} ${process.args.join(" ")}`);
      process.exit(3);
    });
    terminal.writeError(new TextEncoder().encode("ready\n"));
    break;
  case "session":
    say(`${process.leadsSession()}`);
    break;
  case "idle":
    clock.setTimer(3600_000, () => say("too late"));
    await clock.sleep(1);
    say("idle");
}

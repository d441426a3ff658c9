import { assertEquals } from "@std/assert";
import { ThroughputThrottler } from "../../cli/throughput_throttler.ts";
import { SimulatedWorld } from "../../runtime/simulated/world.ts";

Deno.test("ThroughputThrottler holds a sender to its rate", async () => {
  const world = new SimulatedWorld({ seed: 1 });
  const { clock } = world.node("localhost");
  const throttler = new ThroughputThrottler(clock, 1000);
  const startMs = clock.monotonic();
  const send = async () => {
    for (let sent = 1; sent <= 5000; sent++) {
      if (throttler.shouldThrottle(sent) || sent % 10 === 0) await throttler.throttle();
    }
  };
  await world.runUntil(send());
  const seconds = (clock.monotonic() - startMs) / 1000;
  assertEquals(5000 / seconds > 900 && 5000 / seconds < 1100, true, `${5000 / seconds} per second`);
});

Deno.test("ThroughputThrottler does not hold back without a limit", () => {
  const { clock } = new SimulatedWorld({ seed: 1 }).node("localhost");
  assertEquals(new ThroughputThrottler(clock, -1).shouldThrottle(1_000_000), false);
});

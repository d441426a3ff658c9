import { assertEquals } from "@std/assert";

const SCRIPT = `
  import { localOffsetMs } from "${new URL("../../runtime/local_time.ts", import.meta.url)}";
  console.log(localOffsetMs(Date.UTC(2026, 0, 15)) / 3600e3, localOffsetMs(Date.UTC(2026, 6, 15)) / 3600e3);
`;

const ZONES = {
  "UTC": "0 0",
  "Etc/UTC": "0 0",
  "Europe/Helsinki": "2 3",
  "America/Caracas": "-4 -4",
};

for (const [zone, hours] of Object.entries(ZONES)) {
  Deno.test(`localOffsetMs in winter and summer of ${zone}`, async () => {
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", SCRIPT],
      env: { TZ: zone, NO_COLOR: "1" },
    }).output();
    assertEquals(new TextDecoder().decode(stdout).trim(), hours);
  });
}

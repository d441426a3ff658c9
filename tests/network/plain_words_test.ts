import { assertEquals } from "@std/assert";
import { SimulatedServer } from "./simulated_server.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

async function say(text: string, words?: ReadonlyMap<string, () => string>) {
  const scene = await new SimulatedServer({ words }).serve([]);
  const client = await scene.client();
  client.send(bytes(text));
  await scene.world.advance(1000);
  return client;
}

const WORDS = new Map([["ruok", () => "imok"]]);

Deno.test("KafkaServer: a plain word is answered, and the connection closed", async () => {
  for (const text of ["ruok", "ruok\n"]) {
    const client = await say(text, WORDS);
    assertEquals(client.text(), "imok", text);
    assertEquals(client.closedBy, "end");
  }
});

Deno.test("KafkaServer: an unknown word, or one where none is answered, is a frame too long", async () => {
  for (const [text, words] of [["what", WORDS], ["ruok", undefined]] as const) {
    const client = await say(text, words);
    assertEquals(client.text(), "");
    assertEquals(client.closedBy, "end");
  }
});

Deno.test("KafkaServer: half a word waits", async () => {
  const client = await say("ruo", WORDS);
  assertEquals(client.closedBy, "nobody");
});

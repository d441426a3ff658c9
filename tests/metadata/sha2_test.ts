import { assertEquals } from "@std/assert";
import { createHash, createHmac } from "node:crypto";
import { hmac, sha2 } from "../../metadata/sha2.ts";

Deno.test("sha2 and hmac give what node:crypto gives, at every length around a block's end", () => {
  for (const bits of [256, 512] as const) {
    for (const length of [0, 1, 3, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 300]) {
      const data = Uint8Array.from({ length }, (_, index) => (index * 7 + length) & 255);
      const digest = createHash(`sha${bits}`).update(data).digest();
      assertEquals(sha2(bits, data), new Uint8Array(digest));
      const keyed = createHmac(`sha${bits}`, data).update("message").digest();
      assertEquals(hmac(bits, data, new TextEncoder().encode("message")), new Uint8Array(keyed));
    }
  }
});

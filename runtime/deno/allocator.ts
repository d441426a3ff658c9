/** How the system's allocator, from which V8 takes the memory of byte arrays, gives it back. */

/** Longer blocks are mapped one by one, and unmapped when they are freed. */
const MAPPED_FROM_BYTES = 128 * 1024;
/** glibc's name for that, in `malloc.h`. */
const M_MMAP_THRESHOLD = -3;

/**
 * Makes the memory of large arrays go back to the system when they are freed. By itself glibc stops doing so after the
 * first one was freed: it raises its threshold to that one's size, up to 32 MiB, and what is below stays with the process
 * for good (measured: 2 GB after clients had left that had 256 MiB of requests in memory). Takes some milliseconds; does
 * nothing where there is another allocator, or no permission.
 */
export function returnLargeBlocks(): void {
  if (Deno.build.os !== "linux") return;
  try {
    const libc = Deno.dlopen("libc.so.6", {
      mallopt: { parameters: ["i32", "i32"], result: "i32" },
    });
    libc.symbols.mallopt(M_MMAP_THRESHOLD, MAPPED_FROM_BYTES);
    libc.close();
  } catch {
    // It goes without.
  }
}

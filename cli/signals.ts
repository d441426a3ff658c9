/** The signals that end a program, and the exit codes that tell of them. */
import type { ProcessControl } from "../runtime/runtime.ts";

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Resolves with the exit code when the process is told to end. A second signal ends it at once.
 */
export function endSignal(process: ProcessControl): Promise<number> {
  return new Promise((resolve) => {
    let isEnding = false;
    for (const [signal, exitCode] of Object.entries(EXIT_CODES)) {
      process.onSignal(signal as keyof typeof EXIT_CODES, () => {
        if (isEnding) process.exit(exitCode);
        isEnding = true;
        resolve(exitCode);
      });
    }
  });
}

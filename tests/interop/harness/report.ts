/** Counts cases and prints one line for each. */
export class Report {
  passed = 0;
  failed = 0;
  skipped = 0;

  ok(name: string, note = ""): void {
    this.passed++;
    console.log(`ok ${name}${note}`);
  }

  fail(name: string, error: unknown): void {
    this.failed++;
    const why = error instanceof Error ? error.message : String(error);
    console.log(`FAILED ${name}: ${why.trim()}`);
  }

  skip(name: string, missing: string): void {
    this.skipped++;
    console.log(`skipped ${name}: ${missing}`);
  }

  /** A line that another program printed in the same form. @returns whether it was one. */
  take(line: string): boolean {
    const match = /^(ok|FAILED|skipped) /.exec(line);
    if (match === null) return false;
    if (match[1] === "ok") this.passed++;
    else if (match[1] === "FAILED") this.failed++;
    else this.skipped++;
    console.log(line);
    return true;
  }

  summary(): string {
    return `${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped`;
  }
}

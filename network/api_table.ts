/** What one role answers: its handlers by API key, with ApiVersions computed from them. */
import type { ApiHandler } from "./api.ts";
import {
  API_VERSIONS_KEY,
  type ApiVersionRange,
  apiVersionsHandler,
  type Features,
  NO_FEATURES,
} from "./api_versions.ts";

export interface ApiTableOptions {
  /** Asked for each ApiVersions answer. */
  readonly features?: () => Features;
  /**
   * Narrows what is listed for a handler: a broker lists for a forwarded API what the active controller can do as well.
   * null leaves the API out.
   */
  readonly listed?: (handler: ApiHandler) => { readonly min: number; readonly max: number } | null;
}

export class ApiTable {
  readonly #byKey: (ApiHandler | undefined)[] = [];
  readonly #listed: ApiTableOptions["listed"];

  /** @param handlers Any order, no key twice; ApiVersions is added. */
  constructor(handlers: readonly ApiHandler[], options: ApiTableOptions = {}) {
    this.#listed = options.listed;
    const features = options.features ?? (() => NO_FEATURES);
    for (const handler of handlers) this.#add(handler);
    if (this.find(API_VERSIONS_KEY) === undefined) {
      this.#add(apiVersionsHandler(() => this.listed(), features));
    }
  }

  #add(handler: ApiHandler): void {
    if (this.#byKey[handler.key] !== undefined) {
      throw new TypeError(`Two handlers of API ${handler.key} (${handler.name})`);
    }
    this.#byKey[handler.key] = handler;
  }

  find(key: number): ApiHandler | undefined {
    return key >= 0 && key < this.#byKey.length ? this.#byKey[key] : undefined;
  }

  /** The handlers in the order of their keys. */
  handlers(): ApiHandler[] {
    return this.#byKey.filter((handler) => handler !== undefined);
  }

  /** What ApiVersions lists, in the order of the keys. */
  listed(): ApiVersionRange[] {
    const list: ApiVersionRange[] = [];
    for (const handler of this.handlers()) {
      if (handler.unlisted) continue;
      const range = this.#listed === undefined ? handler.versions : this.#listed(handler);
      if (range === null) continue;
      list.push({ apiKey: handler.key, minVersion: range.min, maxVersion: range.max });
    }
    return list;
  }
}

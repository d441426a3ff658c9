/** What the files in `apis/` work with. */
import type { Access } from "./access.ts";
import type { ActiveController } from "./active_controller.ts";
import type { BrokerSessions } from "./broker_sessions.ts";
import type { ConfigRules } from "./config_rules.ts";
import type { ControllerSettings, TokenSettings } from "./settings.ts";

export interface CoordinatorServices {
  readonly controller: ActiveController;
  readonly sessions: BrokerSessions;
  readonly access: Access;
  readonly rules: ConfigRules;
  readonly settings: ControllerSettings;
  readonly tokens: TokenSettings;
  /** The active controller as far as known. */
  readonly leaderId: () => number | null;
}

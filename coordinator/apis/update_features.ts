/** UpdateFeatures (57). */
import { Apis } from "../../protocol/apis.ts";
import { Operation } from "../access.ts";
import { controllerApi } from "../controller_api.ts";
import { updateFeatures as update, UpgradeType } from "../feature_updates.ts";
import type { CoordinatorServices } from "../services.ts";

/** First version without a result per feature. */
const NO_RESULTS = 2;

export function updateFeatures({ controller, access }: CoordinatorServices) {
  return controllerApi({
    api: Apis.UpdateFeatures,
    async run({ featureUpdates, validateOnly }, context) {
      access.demandOnCluster(context, Operation.ALTER);
      const updates = featureUpdates.map(
        ({ feature, maxVersionLevel: level, allowDowngrade, upgradeType }) => ({
          feature,
          level,
          upgradeType: context.apiVersion > 0
            ? upgradeType
            : allowDowngrade
            ? UpgradeType.SAFE_DOWNGRADE
            : UpgradeType.UPGRADE,
        }),
      );
      await controller.write((state) => update(state, updates, validateOnly));
      const results = context.apiVersion >= NO_RESULTS ? [] : updates.map(({ feature }) => ({
        feature,
        errorCode: 0,
        errorMessage: null,
      }));
      return { throttleTimeMs: 0, errorCode: 0, errorMessage: null, results };
    },
    failed: (_request, failure) => ({ throttleTimeMs: 0, ...failure, results: [] }),
  });
}

/** Describe Log Dirs, API key 35. */
import { array, bool, int16, int32, int64, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const DescribeLogDirsRequest = request(35, "DescribeLogDirs", "0-5", "2+", {
  topics: array(
    struct({
      topic: string(),
      partitions: array(int32()),
    }),
    { nullable: "0+" },
  ),
});

export const DescribeLogDirsResponse = response(35, "DescribeLogDirs", "0-5", "2+", {
  throttleTimeMs: int32(),
  errorCode: int16({ versions: "3+", ignorable: true }),
  results: array(struct({
    errorCode: int16(),
    logDir: string(),
    topics: array(struct({
      name: string(),
      partitions: array(struct({
        partitionIndex: int32(),
        partitionSize: int64(),
        offsetLag: int64(),
        isFutureKey: bool(),
      })),
    })),
    totalBytes: int64({ versions: "4+", default: -1n, ignorable: true }),
    usableBytes: int64({ versions: "4+", default: -1n, ignorable: true }),
    isCordoned: bool({ versions: "5+", default: false, ignorable: true }),
  })),
});

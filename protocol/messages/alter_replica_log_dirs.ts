/** Alter Replica Log Dirs, API key 34. */
import { array, int16, int32, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const AlterReplicaLogDirsRequest = request(34, "AlterReplicaLogDirs", "0-2", "2+", {
  dirs: array(struct({
    path: string(),
    topics: array(struct({
      name: string(),
      partitions: array(int32()),
    })),
  })),
});

export const AlterReplicaLogDirsResponse = response(34, "AlterReplicaLogDirs", "0-2", "2+", {
  throttleTimeMs: int32(),
  results: array(struct({
    topicName: string(),
    partitions: array(struct({
      partitionIndex: int32(),
      errorCode: int16(),
    })),
  })),
});

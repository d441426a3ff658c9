/*
 * A load generator that costs little: one thread, epoll, batches built once and sent pipelined.
 *
 *   load produce HOST PORT TOPIC PARTITIONS CONNECTIONS DEPTH RECORD_BYTES BATCH_BYTES ACKS SECONDS
 *   load fetch   HOST PORT TOPIC PARTITIONS CONNECTIONS FETCH_BYTES SECONDS
 *   load end-to-end HOST PORT TOPIC PARTITIONS CONNECTIONS RECORD_BYTES BATCH_BYTES BYTES_PER_SECOND SECONDS
 *   load create  HOST PORT TOPIC PARTITIONS            creates a topic, until every partition took a batch
 *   load first   HOST PORT TOPIC PARTITION COMMAND...  starts a broker, until it acknowledged a batch; stops it
 *
 * Prints one JSON object: requests, payload bytes, seconds, latencies in microseconds, own CPU seconds.
 */
#include "load.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

void die(const char *what) {
  fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
  exit(1);
}

void refused(const char *api, int error) {
  fprintf(stderr, "load: %s gave error %d\n", api, error);
  exit(1);
}

int main(int argc, char **argv) {
  static const struct { const char *name; int arguments; int (*run)(int, char **); } modes[] = {
    {"produce", 10, run_produce}, {"fetch", 7, run_fetch}, {"end-to-end", 9, run_end_to_end},
    {"create", 4, run_create}, {"first", 5, run_first},
  };
  for (size_t i = 0; argc > 1 && i < sizeof modes / sizeof *modes; i++) {
    if (strcmp(argv[1], modes[i].name) != 0 || argc - 2 < modes[i].arguments) continue;
    return modes[i].run(argc - 2, argv + 2);
  }
  fprintf(stderr, "usage: see the head of load.c\n");
  return 2;
}

/* As many bytes as the broker gives: every connection reads partition after partition, one request at a time. */
#include "load.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { EVENTS = 64, OUT_OF_RANGE = 1 };

struct connection {
  int fd, partition;
  uint64_t offset;
  uint8_t *in;
  size_t in_used;
  double sent_at;
};

static const char *topic;
static int partitions, connections, fetch_bytes;

static void ask(struct connection *c) {
  uint8_t r[512], *p = put_header(r + 4, 1, FETCH_VERSION);
  p = put32(p, -1); /* no replica */
  p = put32(p, 500);
  p = put32(p, 1);
  p = put32(p, fetch_bytes);
  *p++ = 0; /* read uncommitted */
  p = put32(p, 0);
  p = put32(p, -1); /* no session */
  p = put32(p, 1);
  p = put_string(p, topic);
  p = put32(p, 1);
  p = put32(p, c->partition);
  p = put32(p, -1); /* leader epoch */
  p = put64(p, c->offset);
  p = put64(p, -1);
  p = put32(p, fetch_bytes);
  p = put32(p, 0);
  p = put16(p, 0);
  put32(r, p - r - 4);
  c->sent_at = now();
  write_all(c->fd, r, p - r);
}

/* Returns the bytes of records, and sets the connection to where it goes on. */
static int take_answer(struct connection *c) {
  /* size, correlation, throttle, error, session, topics 1, name, partitions 1, index */
  uint8_t *p = c->in + 4 + 4 + 4 + 2 + 4 + 4 + 2 + strlen(topic) + 4 + 4;
  int error = get16(p);
  if (error == OUT_OF_RANGE) {
    c->offset = 0;
    return 0;
  }
  if (error != 0) refused("Fetch", error);
  uint64_t high_watermark = get64(p + 2);
  p += 2 + 8 + 8 + 8; /* and last stable offset, log start */
  int aborted = get32(p);
  p += 4 + (aborted > 0 ? aborted * 16 : 0) + 4;
  int size = get32(p), at = 0;
  p += 4;
  while (size - at >= 61) {
    int length = 12 + get32(p + at + 8);
    if (at + length > size) break;
    c->offset = get64(p + at) + get32(p + at + 23) + 1;
    at += length;
  }
  if (at == 0 || c->offset >= high_watermark) {
    c->offset = 0;
    c->partition = (c->partition + connections) % partitions;
  }
  return size > 0 ? size : 0;
}

int run_fetch(int argc, char **a) {
  (void)argc;
  topic = a[2];
  partitions = atoi(a[3]);
  connections = atoi(a[4]);
  fetch_bytes = atoi(a[5]);
  size_t capacity = (size_t)fetch_bytes + (4 << 20);
  int ep = epoll_create1(0);
  struct connection *all = calloc(connections, sizeof *all);
  for (int i = 0; i < connections; i++) {
    struct connection *c = &all[i];
    c->fd = dial(a[0], a[1]);
    c->partition = i % partitions;
    c->in = malloc(capacity);
    struct epoll_event e = {.events = EPOLLIN, .data.u32 = i};
    epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &e);
    ask(c);
  }
  double start = now(), end = start + atof(a[6]);
  uint64_t answers = 0, bytes = 0;
  struct epoll_event events[EVENTS];
  while (now() < end) {
    int ready = epoll_wait(ep, events, EVENTS, 50);
    for (int k = 0; k < ready; k++) {
      struct connection *c = &all[events[k].data.u32];
      ssize_t got = read(c->fd, c->in + c->in_used, capacity - c->in_used);
      if (got == 0) { errno = ECONNRESET; die("fetch"); }
      if (got < 0) die("read");
      c->in_used += got;
      if (c->in_used < 4 || c->in_used < 4 + get32(c->in)) continue;
      sample(now() - c->sent_at);
      bytes += take_answer(c);
      answers++;
      c->in_used = 0;
      ask(c);
    }
  }
  report("fetch", answers, bytes, 0, now() - start);
  return 0;
}

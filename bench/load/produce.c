/* As many acknowledged batches as the broker takes: every connection keeps DEPTH requests under way. */
#include "load.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MAX_DEPTH = 1024, ANSWER_BYTES = 1 << 16, AT_ONCE = 64, EVENTS = 256 };

struct connection {
  int fd, partition, in_flight, oldest, newest;
  size_t to_send; /* bytes of the current request that are not sent yet */
  uint8_t *in;
  size_t in_used;
  double sent_at[MAX_DEPTH];
};

static const char *topic;
static int partitions, connections, depth;
static struct request *requests; /* one for each partition */
static uint64_t acknowledged;

static void take_answers(struct connection *c) {
  while (1) {
    ssize_t got = read(c->fd, c->in + c->in_used, ANSWER_BYTES - c->in_used);
    if (got == 0) { errno = ECONNRESET; die("produce"); }
    if (got < 0) { if (errno == EAGAIN) return; die("read"); }
    c->in_used += got;
    size_t at = 0;
    while (c->in_used - at >= 4 && c->in_used - at >= 4 + get32(c->in + at)) {
      int error = produce_error(c->in + at, topic, NULL);
      if (error != 0) refused("Produce", error);
      sample(now() - c->sent_at[c->oldest]);
      c->oldest = (c->oldest + 1) % MAX_DEPTH;
      c->in_flight--;
      acknowledged++;
      at += 4 + get32(c->in + at);
    }
    memmove(c->in, c->in + at, c->in_used - at);
    c->in_used -= at;
  }
}

static void begin_request(struct connection *c) {
  c->partition = (c->partition + connections) % partitions;
  c->to_send = requests[c->partition].size;
  c->sent_at[c->newest] = now();
  c->newest = (c->newest + 1) % MAX_DEPTH;
  c->in_flight++;
}

/* Whole small requests go out together. */
static void send_requests(struct connection *c) {
  while (c->to_send > 0 || c->in_flight < depth) {
    if (c->to_send == 0) begin_request(c);
    struct iovec parts[AT_ONCE];
    struct request *current = &requests[c->partition];
    parts[0].iov_base = current->bytes + current->size - c->to_send;
    parts[0].iov_len = c->to_send;
    int used = 1;
    for (int next = c->partition, room = depth - c->in_flight; used < AT_ONCE && room > 0; room--) {
      next = (next + connections) % partitions;
      parts[used].iov_base = requests[next].bytes;
      parts[used++].iov_len = requests[next].size;
    }
    ssize_t put = writev(c->fd, parts, used);
    if (put < 0) { if (errno == EAGAIN) return; die("write"); }
    for (size_t left = put; left > 0;) {
      if (c->to_send == 0) begin_request(c);
      size_t step = left < c->to_send ? left : c->to_send;
      c->to_send -= step;
      left -= step;
    }
  }
}

int run_produce(int argc, char **a) {
  (void)argc;
  topic = a[2];
  partitions = atoi(a[3]);
  connections = atoi(a[4]);
  depth = atoi(a[5]);
  if (depth > MAX_DEPTH) { errno = EINVAL; die("depth"); }
  struct batch batch = build_batch(atoi(a[6]), atoi(a[7]));
  requests = malloc(partitions * sizeof *requests);
  int first = dial(a[0], a[1]);
  for (int i = 0; i < partitions; i++) {
    requests[i] = produce_request(topic, i, atoi(a[8]), &batch);
    produce_once(first, topic, i, &batch);
  }
  close(first);
  int ep = epoll_create1(0);
  struct connection *all = calloc(connections, sizeof *all);
  for (int i = 0; i < connections; i++) {
    struct connection *c = &all[i];
    c->fd = dial(a[0], a[1]);
    make_non_blocking(c->fd);
    c->partition = i % partitions;
    c->in = malloc(ANSWER_BYTES);
    struct epoll_event e = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.u32 = i};
    epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &e);
  }
  double start = now(), end = start + atof(a[9]);
  struct epoll_event events[EVENTS];
  while (now() < end) {
    int ready = epoll_wait(ep, events, EVENTS, 50);
    for (int k = 0; k < ready; k++) {
      take_answers(&all[events[k].data.u32]);
      send_requests(&all[events[k].data.u32]);
    }
  }
  report("produce", acknowledged, acknowledged * batch.size, acknowledged * batch.records, now() - start);
  return 0;
}

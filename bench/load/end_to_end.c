/*
 * A fixed rate in and out: how long from the moment that a batch was due to be sent until a consumer has it. As many
 * connections fetch as produce; each has its share of the partitions.
 */
#include "load.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { EVENTS = 64, REMEMBERED = 1 << 14, FETCH_BYTES = 1 << 20, ANSWER_BYTES = 1 << 16 };

struct partition {
  uint64_t first, offset;    /* offset of the first batch that counts; where the consumer is */
  uint64_t sent;             /* batches so far */
  double due_at[REMEMBERED]; /* when batches were due, by their number */
};

struct connection {
  int fd, is_consumer, index;
  int current; /* partition that is being sent */
  size_t to_send;
  uint8_t *in;
  size_t in_used, capacity;
};

static const char *topic;
static int partitions, connections;
static struct partition *all_partitions;
static struct request *requests;
static struct batch batch;
static uint64_t consumed;

static void ask(struct connection *c) {
  uint8_t *r = malloc(256 + strlen(topic) + partitions * 40), *p = put_header(r + 4, 1, FETCH_VERSION);
  p = put32(p, -1);
  p = put32(p, 500);
  p = put32(p, 1);
  p = put32(p, FETCH_BYTES);
  *p++ = 0;
  p = put32(p, 0);
  p = put32(p, -1);
  p = put32(p, 1);
  p = put_string(p, topic);
  uint8_t *count = p;
  int n = 0;
  p += 4;
  for (int i = c->index; i < partitions; i += connections, n++) {
    p = put32(p, i);
    p = put32(p, -1);
    p = put64(p, all_partitions[i].offset);
    p = put64(p, -1);
    p = put32(p, FETCH_BYTES);
  }
  put32(count, n);
  p = put32(p, 0);
  p = put16(p, 0);
  put32(r, p - r - 4);
  write_all(c->fd, r, p - r);
  free(r);
}

static void take_records(struct partition *partition, const uint8_t *p, int size, double t) {
  for (int at = 0; size - at >= 61;) {
    int length = 12 + get32(p + at + 8);
    if (at + length > size) return;
    uint64_t base = get64(p + at);
    if (base >= partition->offset) {
      sample(t - partition->due_at[(base - partition->first) / batch.records % REMEMBERED]);
      partition->offset = base + batch.records;
      consumed++;
    }
    at += length;
  }
}

static void take_fetched(const uint8_t *answer) {
  double t = now();
  /* size, correlation, throttle, error, session, topics */
  const uint8_t *p = answer + 4 + 4 + 4 + 2 + 4;
  int topics = get32(p);
  p += 4;
  if (topics == 0) return;
  p += 2 + strlen(topic);
  int n = get32(p);
  p += 4;
  for (int i = 0; i < n; i++) {
    int index = get32(p), error = get16(p + 4);
    if (error != 0) refused("Fetch", error);
    p += 4 + 2 + 8 + 8 + 8;
    int aborted = get32(p);
    p += 4 + (aborted > 0 ? aborted * 16 : 0) + 4;
    int size = get32(p);
    p += 4;
    take_records(&all_partitions[index], p, size, t);
    p += size > 0 ? size : 0;
  }
}

static void receive(struct connection *c) {
  while (1) {
    ssize_t got = read(c->fd, c->in + c->in_used, c->capacity - c->in_used);
    if (got == 0) { errno = ECONNRESET; die("end-to-end"); }
    if (got < 0) { if (errno == EAGAIN) return; die("read"); }
    c->in_used += got;
    size_t at = 0;
    while (c->in_used - at >= 4 && c->in_used - at >= 4 + get32(c->in + at)) {
      const uint8_t *answer = c->in + at;
      at += 4 + get32(answer);
      if (c->is_consumer) {
        take_fetched(answer);
        ask(c);
      } else if (produce_error(answer, topic, NULL) != 0) {
        refused("Produce", produce_error(answer, topic, NULL));
      }
    }
    memmove(c->in, c->in + at, c->in_used - at);
    c->in_used -= at;
  }
}

/* Returns whether the request is out. */
static int push(struct connection *c) {
  struct request *r = &requests[c->current];
  while (c->to_send > 0) {
    ssize_t put = write(c->fd, r->bytes + r->size - c->to_send, c->to_send);
    if (put < 0) { if (errno == EAGAIN) return 0; die("write"); }
    c->to_send -= put;
  }
  return 1;
}

static void connect_all(char **a, int ep, struct connection *all) {
  for (int i = 0; i < 2 * connections; i++) {
    struct connection *c = &all[i];
    c->fd = dial(a[0], a[1]);
    c->is_consumer = i >= connections;
    c->index = i % connections;
    c->current = c->index;
    c->capacity = c->is_consumer ? FETCH_BYTES * 2 : ANSWER_BYTES;
    c->in = malloc(c->capacity);
    if (c->is_consumer) ask(c);
    make_non_blocking(c->fd);
    struct epoll_event e = {.events = EPOLLIN, .data.u32 = i};
    epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &e);
  }
}

int run_end_to_end(int argc, char **a) {
  (void)argc;
  topic = a[2];
  partitions = atoi(a[3]);
  connections = atoi(a[4]);
  batch = build_batch(atoi(a[5]), atoi(a[6]));
  double rate = atof(a[7]) / batch.size, seconds = atof(a[8]);
  if (connections > partitions) { errno = EINVAL; die("more connections than partitions"); }
  requests = malloc(partitions * sizeof *requests);
  all_partitions = calloc(partitions, sizeof *all_partitions);
  int first = dial(a[0], a[1]);
  for (int i = 0; i < partitions; i++) {
    requests[i] = produce_request(topic, i, 1, &batch);
    all_partitions[i].first = produce_once(first, topic, i, &batch) + batch.records;
    all_partitions[i].offset = all_partitions[i].first;
  }
  close(first);
  int ep = epoll_create1(0);
  struct connection *all = calloc(2 * connections, sizeof *all);
  connect_all(a, ep, all);
  double start = now();
  uint64_t due = 0;
  struct epoll_event events[EVENTS];
  for (double t = start; t < start + seconds; t = now()) {
    int ready = epoll_wait(ep, events, EVENTS, 0);
    for (int k = 0; k < ready; k++) receive(&all[events[k].data.u32]);
    /* Batch after batch, partition after partition; one that can't be sent holds up those after it. */
    while (due < (t - start) * rate) {
      int index = due % partitions;
      struct connection *c = &all[index % connections];
      if (!push(c)) break;
      struct partition *p = &all_partitions[index];
      p->due_at[p->sent++ % REMEMBERED] = start + due / rate;
      c->current = index;
      c->to_send = requests[index].size;
      due++;
      push(c);
    }
    for (int i = 0; i < connections; i++) push(&all[i]);
  }
  report("end-to-end", consumed, consumed * batch.size, consumed * batch.records, now() - start);
  return 0;
}

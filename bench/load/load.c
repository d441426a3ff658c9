/*
 * A load generator that costs little: one thread, epoll, batches built once and sent pipelined.
 *
 *   load produce HOST PORT TOPIC PARTITIONS CONNECTIONS DEPTH RECORD_BYTES BATCH_BYTES ACKS SECONDS [BYTES_PER_SECOND]
 *   load fetch   HOST PORT TOPIC PARTITIONS CONNECTIONS FETCH_BYTES SECONDS
 *
 * Prints one JSON object: requests, payload bytes, seconds, latencies in microseconds, own CPU seconds.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { MAX_CONNECTIONS = 4096, MAX_DEPTH = 1024, SAMPLES = 1 << 21 };

static uint32_t crc_table[8][256];

static void crc_init(void) {
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t c = i;
    for (int k = 0; k < 8; k++) c = c & 1 ? 0x82f63b78u ^ (c >> 1) : c >> 1;
    crc_table[0][i] = c;
  }
}

static uint32_t crc32c(const uint8_t *p, size_t n) {
  uint32_t c = ~0u;
  while (n--) c = crc_table[0][(c ^ *p++) & 0xff] ^ (c >> 8);
  return ~c;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static void die(const char *what) {
  fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
  exit(1);
}

static uint8_t *put16(uint8_t *p, int v) { p[0] = v >> 8; p[1] = v; return p + 2; }
static uint8_t *put32(uint8_t *p, uint32_t v) {
  p[0] = v >> 24; p[1] = v >> 16; p[2] = v >> 8; p[3] = v;
  return p + 4;
}
static uint8_t *put64(uint8_t *p, uint64_t v) { return put32(put32(p, v >> 32), (uint32_t)v); }
static uint32_t get32(const uint8_t *p) {
  return (uint32_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
}
static uint64_t get64(const uint8_t *p) { return (uint64_t)get32(p) << 32 | get32(p + 4); }
static int get16(const uint8_t *p) { return (int16_t)(p[0] << 8 | p[1]); }
static uint8_t *put_varint(uint8_t *p, int64_t v) {
  uint64_t z = ((uint64_t)v << 1) ^ (uint64_t)(v >> 63);
  while (z > 0x7f) { *p++ = (z & 0x7f) | 0x80; z >>= 7; }
  *p++ = z;
  return p;
}

/* One batch of magic 2, of about batch_bytes, holding values of record_bytes. */
static size_t build_batch(uint8_t *out, int record_bytes, int batch_bytes, int *count) {
  uint8_t *p = out + 61;
  int n = 0;
  do {
    uint8_t head[32], *h = head;
    *h++ = 0;
    h = put_varint(h, 0);
    h = put_varint(h, n);
    h = put_varint(h, -1);
    h = put_varint(h, record_bytes);
    p = put_varint(p, (h - head) + record_bytes + 1);
    memcpy(p, head, h - head);
    p += h - head;
    for (int i = 0; i < record_bytes; i++) *p++ = 'a' + (i * 7 + n) % 26;
    *p++ = 0;
    n++;
  } while (p - out + record_bytes + 20 <= batch_bytes);
  size_t size = p - out;
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  uint64_t ms = (uint64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
  put64(out, 0);
  put32(out + 8, size - 12);
  put32(out + 12, -1);
  out[16] = 2;
  put16(out + 21, 0);
  put32(out + 23, n - 1);
  put64(out + 27, ms);
  put64(out + 35, ms);
  put64(out + 43, -1);
  put16(out + 51, -1);
  put32(out + 53, -1);
  put32(out + 57, n);
  put32(out + 17, crc32c(out + 21, size - 21));
  *count = n;
  return size;
}

struct connection {
  int fd, partition, in_flight;
  size_t to_send; /* bytes of the current request not sent yet */
  uint8_t *in;
  size_t in_used, in_size, skip;
  uint64_t offset;
  double sent_at[MAX_DEPTH];
  int head, tail;
};

static struct connection connections[MAX_CONNECTIONS];
static float *samples;
static size_t sample_count;

static int dial(const char *host, const char *port) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
  if (getaddrinfo(host, port, &hints, &found) != 0) die("getaddrinfo");
  int fd = socket(found->ai_family, SOCK_STREAM, 0), one = 1;
  if (fd < 0 || connect(fd, found->ai_addr, found->ai_addrlen) < 0) die("connect");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  fcntl(fd, F_SETFL, O_NONBLOCK);
  freeaddrinfo(found);
  return fd;
}

static uint8_t *header(uint8_t *p, int key, int version) {
  p = put16(p, key);
  p = put16(p, version);
  p = put32(p, 1);
  p = put16(p, 4);
  memcpy(p, "load", 4);
  return p + 4;
}

static int by_value(const void *a, const void *b) {
  float x = *(const float *)a, y = *(const float *)b;
  return (x > y) - (x < y);
}

static void report(const char *what, uint64_t requests, uint64_t bytes, uint64_t records, double seconds) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  double cpu = usage.ru_utime.tv_sec + usage.ru_utime.tv_usec / 1e6 + usage.ru_stime.tv_sec +
               usage.ru_stime.tv_usec / 1e6;
  qsort(samples, sample_count, sizeof *samples, by_value);
#define P(q) (sample_count ? samples[(size_t)((sample_count - 1) * (q))] * 1e6 : 0)
  printf("{\"what\":\"%s\",\"requests\":%lu,\"bytes\":%lu,\"records\":%lu,\"seconds\":%.3f,"
         "\"requestsPerSecond\":%.0f,\"megabytesPerSecond\":%.1f,\"p50us\":%.0f,\"p99us\":%.0f,"
         "\"p999us\":%.0f,\"maxUs\":%.0f,\"ownCpuSeconds\":%.2f}\n",
         what, requests, bytes, records, seconds, requests / seconds, bytes / seconds / 1e6, P(.5),
         P(.99), P(.999), P(1), cpu);
}

static void sample(double seconds) {
  if (sample_count < SAMPLES) samples[sample_count++] = seconds;
}

static int produce(char **a) {
  const char *host = a[0], *port = a[1], *topic = a[2];
  int partitions = atoi(a[3]), n = atoi(a[4]), depth = atoi(a[5]);
  int record_bytes = atoi(a[6]), batch_bytes = atoi(a[7]), acks = atoi(a[8]);
  double seconds = atof(a[9]), rate = a[10] ? atof(a[10]) : 0;
  int count;
  uint8_t *batch = malloc(batch_bytes + record_bytes + 256);
  size_t batch_size = build_batch(batch, record_bytes, batch_bytes, &count);
  /* One request for each partition, built once. */
  uint8_t **requests = malloc(partitions * sizeof *requests);
  size_t request_size = 0;
  for (int i = 0; i < partitions; i++) {
    uint8_t *r = requests[i] = malloc(batch_size + 256), *p = header(r + 4, 0, 7);
    p = put16(p, -1);
    p = put16(p, acks);
    p = put32(p, 30000);
    p = put32(p, 1);
    p = put16(p, strlen(topic));
    memcpy(p, topic, strlen(topic));
    p += strlen(topic);
    p = put32(p, 1);
    p = put32(p, i);
    p = put32(p, batch_size);
    memcpy(p, batch, batch_size);
    p += batch_size;
    request_size = p - r;
    put32(r, request_size - 4);
  }
  size_t error_at = 4 + 4 + 4 + 2 + strlen(topic) + 4 + 4;
  int ep = epoll_create1(0);
  for (int i = 0; i < n; i++) {
    struct connection *c = &connections[i];
    c->fd = dial(host, port);
    c->partition = i % partitions;
    c->in_size = 1 << 16;
    c->in = malloc(c->in_size);
    struct epoll_event e = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.u32 = i};
    epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &e);
  }
  double start = now(), end = start + seconds;
  uint64_t done = 0, sent = 0;
  struct epoll_event events[256];
  while (1) {
    double t = now();
    if (t >= end) break;
    int wait = rate > 0 ? 0 : 50;
    int ready = epoll_wait(ep, events, 256, wait);
    for (int k = 0; k < ready || (rate > 0 && k < n); k++) {
      struct connection *c = k < ready ? &connections[events[k].data.u32] : &connections[k];
      /* answers */
      while (1) {
        ssize_t got = read(c->fd, c->in + c->in_used, c->in_size - c->in_used);
        if (got == 0) { errno = ECONNRESET; die("the broker closed the connection"); }
        if (got < 0) { if (errno == EAGAIN) break; die("read"); }
        c->in_used += got;
        size_t at = 0;
        while (c->in_used - at >= 4) {
          size_t size = 4 + get32(c->in + at);
          if (c->in_used - at < size) break;
          int error = get16(c->in + at + error_at);
          if (error != 0) { fprintf(stderr, "load: error %d\n", error); exit(1); }
          sample(now() - c->sent_at[c->tail]);
          c->tail = (c->tail + 1) % MAX_DEPTH;
          c->in_flight--;
          done++;
          at += size;
        }
        memmove(c->in, c->in + at, c->in_used - at);
        c->in_used -= at;
      }
      /* requests */
      while (c->to_send > 0 || c->in_flight < depth) {
        if (c->to_send == 0) {
          if (rate > 0 && (double)(sent + 1) * batch_size > (now() - start) * rate) break;
          c->partition = (c->partition + n) % partitions;
          c->to_send = request_size;
          c->sent_at[c->head] = now();
          c->head = (c->head + 1) % MAX_DEPTH;
          c->in_flight++;
          sent++;
        }
        /* whole small requests go out together */
        struct iovec parts[64];
        int used = 0;
        parts[used].iov_base = requests[c->partition] + request_size - c->to_send;
        parts[used++].iov_len = c->to_send;
        int room = rate > 0 ? 0 : depth - c->in_flight, next = c->partition;
        while (used < 64 && room-- > 0) {
          next = (next + n) % partitions;
          parts[used].iov_base = requests[next];
          parts[used++].iov_len = request_size;
        }
        ssize_t put = writev(c->fd, parts, used);
        if (put < 0) { if (errno == EAGAIN) break; die("write"); }
        size_t left = put;
        while (left > 0) {
          if (c->to_send == 0) {
            c->partition = (c->partition + n) % partitions;
            c->to_send = request_size;
            c->sent_at[c->head] = now();
            c->head = (c->head + 1) % MAX_DEPTH;
            c->in_flight++;
            sent++;
          }
          size_t step = left < c->to_send ? left : c->to_send;
          c->to_send -= step;
          left -= step;
        }
      }
    }
  }
  report("produce", done, done * batch_size, done * count, now() - start);
  return 0;
}

static void send_fetch(struct connection *c, const char *topic, int fetch_bytes) {
  uint8_t r[512], *p = header(r + 4, 1, 11);
  p = put32(p, -1);
  p = put32(p, 500);
  p = put32(p, 1);
  p = put32(p, fetch_bytes);
  *p++ = 0;
  p = put32(p, 0);
  p = put32(p, -1);
  p = put32(p, 1);
  p = put16(p, strlen(topic));
  memcpy(p, topic, strlen(topic));
  p += strlen(topic);
  p = put32(p, 1);
  p = put32(p, c->partition);
  p = put32(p, -1);
  p = put64(p, c->offset);
  p = put64(p, -1);
  p = put32(p, fetch_bytes);
  p = put32(p, 0);
  p = put16(p, 0);
  put32(r, p - r - 4);
  if (write(c->fd, r, p - r) != p - r) die("write");
  c->sent_at[0] = now();
}

static int fetch(char **a) {
  const char *host = a[0], *port = a[1], *topic = a[2];
  int partitions = atoi(a[3]), n = atoi(a[4]), fetch_bytes = atoi(a[5]);
  double seconds = atof(a[6]);
  int ep = epoll_create1(0);
  for (int i = 0; i < n; i++) {
    struct connection *c = &connections[i];
    c->fd = dial(host, port);
    c->partition = i % partitions;
    c->in_size = (size_t)fetch_bytes * 2 + (4 << 20);
    c->in = malloc(c->in_size);
    struct epoll_event e = {.events = EPOLLIN, .data.u32 = i};
    epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &e);
    send_fetch(c, topic, fetch_bytes);
  }
  /* size, correlation, throttle, error, session, topics 1, name, partitions 1 */
  size_t partition_at = 4 + 4 + 4 + 2 + 4 + 4 + 2 + strlen(topic) + 4;
  double start = now(), end = start + seconds;
  uint64_t done = 0, bytes = 0;
  struct epoll_event events[256];
  while (now() < end) {
    int ready = epoll_wait(ep, events, 256, 50);
    for (int k = 0; k < ready; k++) {
      struct connection *c = &connections[events[k].data.u32];
      ssize_t got = read(c->fd, c->in + c->in_used, c->in_size - c->in_used);
      if (got == 0) { errno = ECONNRESET; die("the broker closed the connection"); }
      if (got < 0) { if (errno == EAGAIN) continue; die("read"); }
      c->in_used += got;
      if (c->in_used < 4 || c->in_used < 4 + get32(c->in)) continue;
      uint8_t *p = c->in + partition_at;
      int error = get16(p + 4);
      if (error == 1) {
        c->offset = 0;
      } else if (error != 0) {
        fprintf(stderr, "load: error %d\n", error);
        exit(1);
      } else {
        /* index, error, high watermark, last stable, log start, aborted, preferred */
        p += 4 + 2 + 8 + 8 + 8;
        int aborted = get32(p);
        p += 4 + (aborted > 0 ? aborted * 16 : 0) + 4;
        int size = get32(p);
        p += 4;
        int at = 0;
        while (size - at >= 61) {
          int length = 12 + get32(p + at + 8);
          if (at + length > size) break;
          c->offset = get64(p + at) + get32(p + at + 23) + 1;
          at += length;
        }
        bytes += size > 0 ? size : 0;
        if (at == 0) { c->offset = 0; c->partition = (c->partition + n) % partitions; }
      }
      sample(now() - c->sent_at[0]);
      done++;
      c->in_used = 0;
      send_fetch(c, topic, fetch_bytes);
    }
  }
  report("fetch", done, bytes, 0, now() - start);
  return 0;
}

int main(int argc, char **argv) {
  crc_init();
  samples = malloc(SAMPLES * sizeof *samples);
  if (argc >= 12 && strcmp(argv[1], "produce") == 0) return produce(argv + 2);
  if (argc >= 9 && strcmp(argv[1], "fetch") == 0) return fetch(argv + 2);
  fprintf(stderr, "usage: see the head of load.c\n");
  return 2;
}

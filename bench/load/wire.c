#include "load.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>

uint8_t *put16(uint8_t *p, int v) { p[0] = v >> 8; p[1] = v; return p + 2; }
uint8_t *put32(uint8_t *p, uint32_t v) {
  p[0] = v >> 24; p[1] = v >> 16; p[2] = v >> 8; p[3] = v;
  return p + 4;
}
uint8_t *put64(uint8_t *p, uint64_t v) { return put32(put32(p, v >> 32), (uint32_t)v); }
uint8_t *put_string(uint8_t *p, const char *text) {
  size_t length = strlen(text);
  memcpy(put16(p, length), text, length);
  return p + 2 + length;
}
uint32_t get32(const uint8_t *p) { return (uint32_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3]; }
uint64_t get64(const uint8_t *p) { return (uint64_t)get32(p) << 32 | get32(p + 4); }
int get16(const uint8_t *p) { return (int16_t)(p[0] << 8 | p[1]); }

static uint8_t *put_varint(uint8_t *p, int64_t v) {
  uint64_t z = ((uint64_t)v << 1) ^ (uint64_t)(v >> 63);
  while (z > 0x7f) { *p++ = (z & 0x7f) | 0x80; z >>= 7; }
  *p++ = z;
  return p;
}

uint8_t *put_header(uint8_t *p, int key, int version) {
  return put_string(put32(put16(put16(p, key), version), 1), "load");
}

static uint32_t crc32c(const uint8_t *p, size_t n) {
  uint32_t table[256], c;
  for (uint32_t i = 0; i < 256; i++) {
    c = i;
    for (int k = 0; k < 8; k++) c = c & 1 ? 0x82f63b78u ^ (c >> 1) : c >> 1;
    table[i] = c;
  }
  for (c = ~0u; n--; p++) c = table[(c ^ *p) & 0xff] ^ (c >> 8);
  return ~c;
}

struct batch build_batch(int record_bytes, int batch_bytes) {
  uint8_t *out = malloc(batch_bytes + record_bytes + 256), *p = out + 61;
  int n = 0;
  do {
    uint8_t head[32], *h = head;
    *h++ = 0;             /* attributes */
    h = put_varint(h, 0); /* timestamp delta */
    h = put_varint(h, n); /* offset delta */
    h = put_varint(h, -1); /* no key */
    h = put_varint(h, record_bytes);
    p = put_varint(p, (h - head) + record_bytes + 1);
    memcpy(p, head, h - head);
    p += h - head;
    for (int i = 0; i < record_bytes; i++) *p++ = 'a' + (i * 7 + n) % 26;
    *p++ = 0; /* no headers */
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
  put64(out + 43, -1); /* no producer id, epoch, sequence */
  put16(out + 51, -1);
  put32(out + 53, -1);
  put32(out + 57, n);
  put32(out + 17, crc32c(out + 21, size - 21));
  return (struct batch){out, size, n};
}

struct request produce_request(const char *topic, int partition, int acks, const struct batch *batch) {
  uint8_t *r = malloc(batch->size + strlen(topic) + 64);
  uint8_t *p = put_header(r + 4, 0, PRODUCE_VERSION);
  p = put16(p, -1); /* no transactional id */
  p = put16(p, acks);
  p = put32(p, 30000);
  p = put32(p, 1);
  p = put_string(p, topic);
  p = put32(p, 1);
  p = put32(p, partition);
  p = put32(p, batch->size);
  memcpy(p, batch->bytes, batch->size);
  p += batch->size;
  put32(r, p - r - 4);
  return (struct request){r, p - r};
}

int produce_error(const uint8_t *answer, const char *topic, uint64_t *base_offset) {
  /* size, correlation, topics 1, name, partitions 1, index */
  const uint8_t *p = answer + 4 + 4 + 4 + 2 + strlen(topic) + 4 + 4;
  if (base_offset != NULL) *base_offset = get64(p + 2);
  return get16(p);
}

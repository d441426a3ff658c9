/* What the parts of the load generator share. */
#ifndef LOAD_H
#define LOAD_H

#include <stddef.h>
#include <stdint.h>

enum { PRODUCE_VERSION = 7, FETCH_VERSION = 11, CREATE_TOPICS_VERSION = 2 };

double now(void);
_Noreturn void die(const char *what);
_Noreturn void refused(const char *api, int error);

/* wire.c: big-endian numbers, request headers, one record batch */
uint8_t *put16(uint8_t *p, int v);
uint8_t *put32(uint8_t *p, uint32_t v);
uint8_t *put64(uint8_t *p, uint64_t v);
uint8_t *put_string(uint8_t *p, const char *text);
int get16(const uint8_t *p);
uint32_t get32(const uint8_t *p);
uint64_t get64(const uint8_t *p);
/* Key to client id, after the size. */
uint8_t *put_header(uint8_t *p, int key, int version);

struct batch {
  uint8_t *bytes;
  size_t size;
  int records;
};
/* One batch of magic 2, of about batch_bytes, holding values of record_bytes. */
struct batch build_batch(int record_bytes, int batch_bytes);
struct request {
  uint8_t *bytes;
  size_t size;
};
struct request produce_request(const char *topic, int partition, int acks, const struct batch *batch);
/* Error and base offset of the answer to it, which starts with its size. */
int produce_error(const uint8_t *answer, const char *topic, uint64_t *base_offset);

/* dial.c: sockets, and calls that wait for their answer */
int try_dial(const char *host, const char *port);
int dial(const char *host, const char *port);
void make_non_blocking(int fd);
void write_all(int fd, const void *bytes, size_t size);
/* A whole answer with its size; the caller frees it. Null if the connection ended. */
uint8_t *read_answer(int fd);
/* Produces until the partition takes it: one just made has no leader yet. Returns the base offset. */
uint64_t produce_once(int fd, const char *topic, int partition, const struct batch *batch);

/* report.c */
void sample(double seconds);
void report(const char *what, uint64_t requests, uint64_t bytes, uint64_t records, double seconds);

int run_produce(int argc, char **argv);
int run_fetch(int argc, char **argv);
int run_end_to_end(int argc, char **argv);
int run_create(int argc, char **argv);
int run_first(int argc, char **argv);

#endif
